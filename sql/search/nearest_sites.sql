-- For each trial of $nct_ids the best site to name: in reach and open first, then nearest; and the nearest closed one.
-- Parameters as in candidates.sql. kind: best | closed.
WITH wanted AS (
    SELECT unnest($nct_ids::VARCHAR[]) AS nct_id
),
points AS (
    SELECT unnest($lats::DOUBLE[]) AS lat, unnest($lons::DOUBLE[]) AS lon
),
areas AS (
    SELECT unnest($area_countries::VARCHAR[]) AS country, unnest($area_states::VARCHAR[]) AS state
),
names AS (
    SELECT
        unnest($near_countries::VARCHAR[]) AS country,
        unnest($near_states::VARCHAR[]) AS state,
        unnest($near_cities::VARCHAR[]) AS city
),
placed AS (
    SELECT
        s.*,
        CASE WHEN s.lat IS NULL THEN NULL
            ELSE (SELECT min(haversine_miles(p.lat, p.lon, s.lat, s.lon)) FROM points p) END AS miles,
        CASE
            WHEN EXISTS (SELECT 1 FROM areas a WHERE a.country = s.country AND (a.state = '' OR a.state = s.state)) THEN 0
            WHEN s.lat IS NULL AND EXISTS (SELECT 1 FROM names n WHERE n.country = s.country AND n.city = s.city) THEN 1
            WHEN s.lat IS NULL AND EXISTS (SELECT 1 FROM names n WHERE n.country = s.country AND n.state = s.state) THEN 2
            ELSE 3
        END AS by_name
    FROM sites s
    JOIN wanted USING (nct_id)
),
ranked AS (
    SELECT
        *,
        CASE WHEN access = 'closed' THEN 'closed' ELSE 'best' END AS kind,
        row_number() OVER (
            PARTITION BY nct_id, access = 'closed'
            ORDER BY
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
