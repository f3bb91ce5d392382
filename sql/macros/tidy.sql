-- A text on one line, without control or invisible characters: `clean` in trialfinder/render/words.py, which says why.
CREATE OR REPLACE TEMP MACRO tidy(x) AS
    CASE
        WHEN x IS NULL OR x = '' THEN ''
        WHEN regexp_full_match(x, '[!-~]+( [!-~]+)*') THEN x
        ELSE regexp_replace(regexp_replace(regexp_replace(x,
            '[ \t\r\n\f\v\x{1c}-\x{1f}\x{85}\x{a0}\x{2028}\x{2029}\x{3000}]+', ' ', 'g'),
            '[\x{00}-\x{1f}\x{7f}-\x{9f}\x{ad}\x{61c}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}\x{fff9}-\x{fffb}]',
            '', 'g'),
            '^[\s\p{Z}]+|[\s\p{Z}]+$', '', 'g')
    END;
