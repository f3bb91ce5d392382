-- The rows to show, ranked: about before umbrella, fits before unclear, open before upcoming, nearest first,
-- treatment before other purposes, freshest first.
--   $worst      2 shows trials that may not fit as well, 1 does not
--   $per_group  rows of each group; NULL: all
SELECT * EXCLUDE (aliases, official_title)
FROM candidates
WHERE removed_by IS NULL AND fit <= $worst
QUALIFY $per_group IS NULL OR row_number() OVER (
    PARTITION BY match_group
    ORDER BY fit, status <> 'RECRUITING', open_sites_near = 0, miles NULLS LAST, primary_purpose <> 'TREATMENT',
        last_update DESC NULLS LAST, nct_id
) <= $per_group
ORDER BY match_group, fit, status <> 'RECRUITING', open_sites_near = 0, miles NULLS LAST, primary_purpose <> 'TREATMENT',
    last_update DESC NULLS LAST, nct_id;
