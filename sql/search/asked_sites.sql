-- Every site with how far it meets what is asked of the place itself: state, country, city, name of the facility, NCI-designated
-- center, in this order. depth: the first that it fails, from 0; 5: it meets all. doubt: why that is not certain, else NULL.
--   $states                     as "country|state", and "country|?" to keep the sites that name no state
--   $countries, $centers        names
--   $city_like, $facility_like  patterns on folded names
--   $city_points                [lat, lon] of the cities; all sites of one city have the point of its centre, however they spell it
--   $withheld_like              what sponsors write instead of a name: such a site could be the one asked, in a city that has it
--   What is not asked is NULL, and met.
CREATE OR REPLACE TEMP TABLE asked_sites AS
WITH read AS (
    SELECT
        nct_id, site, state, facility,
        country || '|' || state || '|' || city AS town,
        CASE
            WHEN $states IS NULL THEN TRUE
            ELSE in_area($states, country, state)
        END AS in_state,
        CASE WHEN $countries IS NULL THEN TRUE ELSE list_contains($countries::VARCHAR[], country) END AS in_country,
        CASE
            WHEN $city_like IS NULL THEN TRUE
            ELSE regexp_matches(folded(city), $city_like::VARCHAR) OR coalesce(miles_from($city_points, lat, lon) < 0.5, FALSE)
        END AS in_city,
        CASE
            WHEN $facility_like IS NULL THEN TRUE
            ELSE regexp_matches(folded(facility), $facility_like::VARCHAR)
        END AS named,
        CASE WHEN $centers IS NULL THEN TRUE ELSE list_contains($centers::VARCHAR[], center) END AS at_center
    FROM sites
),
towns AS (
    SELECT DISTINCT town
    FROM read
    WHERE named AND at_center AND ($facility_like IS NOT NULL OR $centers IS NOT NULL)
),
weighed AS (
    SELECT
        r.*,
        CASE
            WHEN t.town IS NULL OR (named AND at_center) THEN FALSE
            ELSE facility = '' OR regexp_full_match(trim(facility), $withheld_like)
        END AS hidden
    FROM read r
    LEFT JOIN towns t USING (town)
)
SELECT
    nct_id, site,
    CASE
        WHEN NOT in_state THEN 0
        WHEN NOT in_country THEN 1
        WHEN NOT in_city THEN 2
        WHEN hidden THEN 5
        WHEN NOT named THEN 3
        WHEN NOT at_center THEN 4
        ELSE 5
    END AS depth,
    CASE WHEN hidden THEN 'name' WHEN $states IS NOT NULL AND state = '' THEN 'state' END AS doubt
FROM weighed;
