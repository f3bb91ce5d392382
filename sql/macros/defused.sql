-- An apostrophe before what a spreadsheet would take for a formula; numbers stay. As `cell` in trialfinder/render/csv.py.
CREATE OR REPLACE TEMP MACRO defused(x) AS
    CASE
        WHEN NOT regexp_matches(x, '^[=+@＝＋－＠-]') THEN x
        WHEN regexp_full_match(x, '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?') THEN x
        ELSE '''' || x
    END;
