-- For each trial of $nct_ids the best site to name: what was asked of the place, in reach and open first, then nearest; and the
-- nearest closed one. Parameters as in candidates.sql. kind: best | closed.
WITH placed AS (
    SELECT
        s.*,
        miles_from($points, s.lat, s.lon) AS measured,
        coalesce(in_town($near_cities, s.country, s.state, s.city), FALSE) AS in_city,
        CASE WHEN in_city AND measured > $miles THEN 0 ELSE measured END AS miles,
        CASE
            WHEN list_has_any($areas::VARCHAR[], [s.country || '|', s.country || '|' || s.state]) THEN 0
            WHEN s.lat IS NULL AND in_city THEN 1
            WHEN s.lat IS NULL AND list_contains($near::VARCHAR[], s.country || '|' || s.state) THEN 2
            ELSE 3
        END AS by_name,
        coalesce(a.depth, 5) AS depth, a.doubt
    FROM sites s
    JOIN (SELECT unnest($nct_ids::VARCHAR[]) AS nct_id) USING (nct_id)
    LEFT JOIN asked_sites a USING (nct_id, site)
),
ranked AS (
    SELECT
        *,
        CASE WHEN access = 'closed' THEN 'closed' ELSE 'best' END AS kind,
        row_number() OVER (
            PARTITION BY nct_id, access = 'closed'
            ORDER BY
                depth DESC, doubt IS NOT NULL,
                CASE WHEN miles <= $miles OR by_name = 0 THEN 0 ELSE 1 END,
                CASE access WHEN 'open' THEN 0 WHEN 'unstated' THEN 1 ELSE 2 END,
                miles NULLS LAST, by_name, contact_phone = '', site
        ) AS place
    FROM placed
)
SELECT nct_id, kind, facility, city, state, zip, country, status, access, miles, contact_name, contact_phone, contact_email, center
FROM ranked
WHERE place = 1
ORDER BY nct_id, kind;
