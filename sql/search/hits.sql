-- The rows to show, ranked: about before umbrella, fits before unclear, open before upcoming, nearest first,
-- treatment before other purposes, freshest first.
--   $worst      2 shows trials that may not fit as well, 1 does not
--   $per_group  rows of each group; NULL: all
WITH ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY match_group
            ORDER BY fit, status <> 'RECRUITING', open_sites_near = 0, miles NULLS LAST, primary_purpose <> 'TREATMENT',
                last_update DESC NULLS LAST, nct_id
        ) AS place
    FROM candidates
    WHERE removed_by IS NULL AND fit <= $worst
)
SELECT
    t.* EXCLUDE (aliases, official_title),
    r.match_group, r.fit, r.place_fit, r.stage_fit, r.age_fit, r.sex_fit, r.marker_fit, r.open_sites_near
FROM ranked r
JOIN trials t USING (nct_id)
WHERE $per_group IS NULL OR r.place <= $per_group
ORDER BY r.match_group, r.place, nct_id;
