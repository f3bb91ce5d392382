-- Changes found from $since on, each with what a search says to it. Parameters of places as in search/asked_localities.sql.
--   $kinds       kinds to tell; NULL: all
--   $everything  no search: every change counts
--   left_out     why the search does not show this one: `status` (open neither before nor after), `place` (not within reach)
WITH found AS (
    SELECT
        nct_id, bool_or(in_reach) AS in_reach, min(fit) FILTER (in_reach) AS fit, any_value(match_group) FILTER (in_reach) AS match_group
    FROM matched
    GROUP BY nct_id
)
SELECT
    c.*, f.fit, f.match_group,
    miles_from($points, c.lat, c.lon) AS miles,
    CASE
        WHEN $everything THEN NULL
        WHEN $statuses IS NOT NULL AND NOT list_has_any($statuses::VARCHAR[], [c.status_before, c.status_after]) THEN 'status'
        WHEN c.sites <> 1 OR NOT $placed THEN CASE WHEN f.in_reach THEN NULL ELSE 'place' END
        WHEN miles <= $miles THEN NULL
        WHEN in_town($near_cities, c.country, c.state, c.city) THEN NULL
        WHEN in_area($areas, c.country, c.state) THEN NULL
        WHEN c.lat IS NULL AND in_area($near, c.country, c.state) THEN NULL
        ELSE 'place'
    END AS left_out
FROM changes c
LEFT JOIN found f USING (nct_id)
WHERE c.seen_at >= $since::TIMESTAMP
    AND ($kinds IS NULL OR list_contains($kinds::VARCHAR[], c.kind))
    AND ($everything OR f.nct_id IS NOT NULL)
ORDER BY c.seen_at, c.kind, c.nct_id, c.facility, c.city, c.before, c.after;
