-- The rows to show, ranked: what takes people, now or later, before what is closed; what fits before what is unclear, trials only for
-- people of an earlier one after those; open before expanded access before upcoming before by invitation; nearest first, treatment before other purposes, freshest first. What may not fit always comes last.
--   $worst      2 shows trials that may not fit as well, 1 does not
--   $per_group  rows of each group (about, umbrella); NULL: all
--   $sort       fit, or what comes before it: distance, updated, phase
WITH ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY match_group
            ORDER BY
                fit = 2,
                CASE $sort WHEN 'distance' THEN miles END NULLS LAST,
                CASE $sort WHEN 'updated' THEN last_update END DESC NULLS LAST,
                CASE $sort WHEN 'phase' THEN latest_phase END DESC NULLS LAST,
                standing = 4, fit, rollover, standing, miles NULLS LAST, primary_purpose <> 'TREATMENT', last_update DESC NULLS LAST, nct_id
        ) AS place
    FROM candidates
    WHERE removed_by IS NULL AND fit <= $worst
)
SELECT
    t.* EXCLUDE (aliases, official_title),
    r.match_group, r.fit, r.standing, r.open_sites_near, r.place_fit, r.doubt, r.stage_fit, r.spread_fit, r.age_fit, r.sex_fit, r.line_fit,
    r.marker_fit, r.phase_fit, r.treatment_fit
FROM ranked r
JOIN trials t USING (nct_id)
WHERE $per_group IS NULL OR r.place <= $per_group
ORDER BY r.match_group, r.place, nct_id;
