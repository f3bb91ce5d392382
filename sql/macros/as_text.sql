-- A value of any type of column as plain text: lists joined by "; ", no ".0" behind whole numbers.
CREATE OR REPLACE TEMP MACRO as_text(x) AS
    CASE typeof(x)
        WHEN 'VARCHAR[]' THEN array_to_string(x::VARCHAR[], '; ')
        WHEN 'DOUBLE' THEN regexp_replace(x::VARCHAR, '\.0$', '')
        ELSE x::VARCHAR
    END;
