-- What makes two lines of a record the same place. Records have no ids for sites, and punctuation, accents, capitals, ZIP codes
-- and states come and go without anything having moved.
CREATE OR REPLACE TEMP MACRO site_key(facility, city, country) AS
    lower(strip_accents(concat_ws('|',
        regexp_replace(facility, '[[:punct:][:space:]]+', '', 'g'),
        regexp_replace(city, '[[:punct:][:space:]]+', '', 'g'),
        country
    )));
