-- A cell of one line in quotation marks where RFC 4180 asks for them.
CREATE OR REPLACE TEMP MACRO quoted(x) AS
    CASE WHEN contains(x, '"') OR contains(x, ',') THEN '"' || replace(x, '"', '""') || '"' ELSE x END;
