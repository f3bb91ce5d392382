-- Lines as one text of at most about 600 characters, and how many lines it leaves out.
CREATE OR REPLACE TEMP MACRO shortened(lines) AS
    CASE
        WHEN len(lines) = 0 THEN ''
        WHEN len(array_to_string(lines, ' / ')) <= 600 THEN array_to_string(lines, ' / ')
        ELSE concat(
            left(array_to_string(lines[1:4], ' / '), 600), '…',
            CASE WHEN len(lines) > 4 THEN format(' (and {} more lines)', len(lines) - 4) ELSE '' END
        )
    END;
