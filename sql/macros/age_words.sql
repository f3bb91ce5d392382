-- Age limits and sex in words: "18 to 75 years, women".
CREATE OR REPLACE TEMP MACRO age_words(low, high, sex) AS
    concat_ws(', ',
        CASE
            WHEN low IS NULL AND high IS NULL THEN 'any age'
            WHEN high IS NULL THEN format('{:.3g} years and older', low)
            WHEN low IS NULL THEN format('up to {:.3g} years', high)
            ELSE format('{:.3g} to {:.3g} years', low, high)
        END,
        CASE sex WHEN 'FEMALE' THEN 'women' WHEN 'MALE' THEN 'men' WHEN 'ALL' THEN 'women and men' END
    );
