-- Every site of the trial $nct_id as seen from the places asked: miles as in nearest_sites.sql, in_reach as in export/site_part.sql.
-- Parameters as there, and asked_sites.
WITH seen AS (
    SELECT
        *,
        miles_from($points, lat, lon) AS measured,
        coalesce(in_town($near_cities, country, state, city), FALSE) AS in_city
    FROM sites
    WHERE nct_id = $nct_id
)
SELECT
    s.site,
    CASE WHEN s.in_city AND s.measured > $miles THEN 0 ELSE s.measured END AS miles,
    coalesce(a.depth, 5) = 5 AND coalesce(
        NOT $nearby
        OR s.measured <= $miles
        OR s.in_city
        OR in_area($areas, s.country, s.state)
        OR s.lat IS NULL AND in_area($near, s.country, s.state),
        FALSE
    ) AS in_reach
FROM seen s
LEFT JOIN asked_sites a USING (nct_id, site)
ORDER BY s.site;
