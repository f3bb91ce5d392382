-- How many questions about the place itself a site meets before the first it fails: 0 fails the state, 1 the country, 2 the city,
-- 3 the name of the facility, 4 the NCI-designated center; 5 meets all. What is not asked (NULL) is met.
--   states      as "country|state", and "country|?" to keep the sites that name no state
--   city_like, facility_like   patterns on folded names
--   hidden      a facility without a name that could be the one asked
CREATE OR REPLACE TEMP MACRO site_depth(
    country, state, city, facility, center, hidden, states, countries, city_like, facility_like, centers
) AS
    CASE
        WHEN NOT coalesce(list_contains(states, country || '|' || CASE state WHEN '' THEN '?' ELSE state END), TRUE) THEN 0
        WHEN NOT coalesce(list_contains(countries, country), TRUE) THEN 1
        WHEN NOT coalesce(regexp_matches(folded(city), city_like), TRUE) THEN 2
        WHEN hidden THEN 5
        WHEN NOT coalesce(regexp_matches(folded(facility), facility_like), TRUE) THEN 3
        WHEN NOT coalesce(list_contains(centers, center), TRUE) THEN 4
        ELSE 5
    END;
