-- Words without case, accents and punctuation, for names typed by people: "M.D. Anderson – São Paulo" is "md anderson sao paulo".
CREATE OR REPLACE TEMP MACRO folded(words) AS
    trim(regexp_replace(regexp_replace(lower(strip_accents(words)), '[.''’`´]', '', 'g'), '[^\p{L}\p{N}]+', ' ', 'g'));
