-- For each trial of $nct_ids the best site to name: what was asked of the place, in reach and open first, then nearest; and the
-- nearest closed one. From asked_localities.sql and asked_sites.sql. kind: best | closed.
WITH placed AS (
    SELECT s.*, l.miles, l.in_reach, l.in_reach AND l.doubt IS NULL AS inside, coalesce(a.depth, 5) AS depth, a.doubt
    FROM sites s
    JOIN (SELECT unnest($nct_ids::VARCHAR[]) AS nct_id) USING (nct_id)
    JOIN asked_localities l USING (locality)
    LEFT JOIN asked_sites a USING (nct_id, site)
),
ranked AS (
    SELECT
        *,
        CASE WHEN access = 'closed' THEN 'closed' ELSE 'best' END AS kind,
        row_number() OVER (
            PARTITION BY nct_id, access = 'closed'
            ORDER BY
                depth DESC, doubt IS NOT NULL, NOT inside,
                CASE access WHEN 'open' THEN 0 WHEN 'unstated' THEN 1 ELSE 2 END,
                miles NULLS LAST, NOT in_reach, contact_phone = '', site
        ) AS place
    FROM placed
)
SELECT nct_id, kind, facility, city, state, zip, country, status, access, miles, contact_name, contact_phone, contact_email, center
FROM ranked
WHERE place = 1
ORDER BY nct_id, kind;
