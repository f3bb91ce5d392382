-- Every town as seen from the places asked: the one home of what is in reach.
--   $nearby       something was asked to be near or in; if not, every town is in reach
--   $points       [lat, lon] of each point asked; NULL: no point asked
--   $miles        radius around each point
--   $areas        areas to be in, as "country|state", or "country|" for a whole country; "country|?" keeps sites that name no state
--   $near         areas of the points, written likewise, for towns without coordinates
--   $near_cities  the cities of the points, as "country|state|city" ("country|*|city": in any state): the registry puts a third of
--                 Milan's sites elsewhere, so the name counts too
--   miles: to the nearest point; 0 in a city asked by name. doubt: why it is not certain that it is in reach, else NULL.
CREATE OR REPLACE TEMP TABLE asked_localities AS
WITH seen AS (
    SELECT
        locality, state, lat,
        miles_from($points, lat, lon) AS measured,
        coalesce(in_town($near_cities, country, state, city), FALSE) AS in_city,
        coalesce(in_area($areas, country, state), FALSE) AS in_areas,
        coalesce(list_contains($areas::VARCHAR[], country || '|'), FALSE) AS in_country,
        coalesce(lat IS NULL AND in_area($near, country, state), FALSE) AS perhaps_near
    FROM localities
),
judged AS (
    SELECT
        locality, perhaps_near, in_areas,
        CASE WHEN in_city AND coalesce(measured > $miles, TRUE) THEN 0 ELSE measured END AS miles,
        NOT $nearby OR in_country OR in_areas AND state <> '' OR coalesce(miles <= $miles, FALSE) AS certain
    FROM seen
)
SELECT
    locality, miles,
    certain OR perhaps_near OR in_areas AS in_reach,
    CASE WHEN certain THEN NULL WHEN perhaps_near THEN 'distance' WHEN in_areas THEN 'state' END AS doubt
FROM judged;
