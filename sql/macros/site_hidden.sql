-- Whether a site's name is withheld or missing in a city that has a facility or center of the name asked, so that it could be the one.
--   hidden_in       such cities, as "country|state|city"; NULL: no name was asked
--   withheld_like   what sponsors write instead of a name
CREATE OR REPLACE TEMP MACRO site_hidden(country, state, city, facility, hidden_in, withheld_like) AS
    coalesce(
        list_contains(hidden_in, country || '|' || state || '|' || city)
        AND (facility = '' OR regexp_full_match(trim(facility), withheld_like)),
        FALSE
    );
