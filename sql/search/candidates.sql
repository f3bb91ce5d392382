-- Every trial on the cancer asked, with its answer to each question. One temporary table serves the counts and the rows.
--   $direct, $broader, $umbrellas   concepts (see CancerAsked); $direct NULL: no cancer asked
--   $placed                         a place was asked
--   $points                         [lat, lon] of each point asked; NULL: no point asked
--   $south, $north, $west, $east    a box around all points that no site within reach lies outside of
--   $miles                          radius around each point
--   $areas                          areas asked, as "country|state", or "country|" for a whole country
--   $near                           areas of the points, written likewise, for sites without coordinates; "country|?" meets a
--                                   site that names no state
--   $only                           one trial by its id; NULL: all
--   place_fit: 0 in reach, 1 distance unknown, 2 out of reach
CREATE OR REPLACE TEMP TABLE candidates AS
WITH matched AS (
    SELECT *
    FROM (
        SELECT
            nct_id, status, for_patients, primary_purpose, last_update, sites, open_sites, sex, min_age_years, max_age_years,
            stage_applies, stage_accepted, stage_ruled_out, extents, markers_required, markers_excluded,
            list_has_any(about, $direct) OR list_has_any(broad, $broader) AS named,
            list_has_any(umbrella, $umbrellas) AS taken
        FROM trials
        WHERE $only IS NULL OR nct_id = $only
    )
    WHERE $direct IS NULL OR named OR taken
),
reachable AS (
    SELECT
        nct_id, site, access, TRUE AS inside,
        list_min(list_transform($points::DOUBLE[][], lambda p: haversine_miles(p[1], p[2], lat, lon))) AS miles
    FROM sites
    WHERE $placed AND access <> 'closed' AND lat BETWEEN $south AND $north AND lon BETWEEN $west AND $east
    UNION ALL
    SELECT nct_id, site, access, TRUE, NULL
    FROM sites
    WHERE $areas IS NOT NULL AND access <> 'closed'
        AND list_has_any($areas::VARCHAR[], [country || '|', country || '|' || state])
    UNION ALL
    SELECT nct_id, site, access, FALSE, NULL
    FROM sites
    WHERE $near IS NOT NULL AND access <> 'closed' AND lat IS NULL
        AND list_has_any($near::VARCHAR[], [country || '|', country || '|' || CASE state WHEN '' THEN '?' ELSE state END])
),
reach AS (
    SELECT
        nct_id,
        min(miles) AS miles,
        bool_or(inside) AS inside,
        len(list_distinct(list(site) FILTER (inside AND access IN ('open', 'unstated')))) AS open_near
    FROM reachable
    WHERE miles <= $miles OR miles IS NULL
    GROUP BY nct_id
)
SELECT
    m.nct_id, m.status, m.primary_purpose, m.last_update,
    CASE WHEN $direct IS NULL THEN NULL WHEN m.named THEN 'about' ELSE 'umbrella' END AS match_group,
    CASE
        WHEN NOT $placed OR r.inside THEN 0
        WHEN m.sites = 0 OR r.nct_id IS NOT NULL THEN 1
        ELSE 2
    END AS place_fit,
    r.miles,
    CASE WHEN $placed THEN coalesce(r.open_near, 0) ELSE m.open_sites END AS open_sites_near,
    stage_fit(m.stage_applies, m.stage_accepted, m.stage_ruled_out, m.extents, $stages, $extents) AS stage_fit,
    CASE WHEN $age IS NOT NULL AND ($age < m.min_age_years OR $age >= m.max_age_years + 1) THEN 2 ELSE 0 END AS age_fit,
    CASE
        WHEN $sex IS NULL OR m.sex IN ('ALL', $sex) THEN 0
        WHEN m.sex = '' THEN 1
        ELSE 2
    END AS sex_fit,
    CASE
        WHEN $markers IS NULL THEN 0
        WHEN list_has_any(m.markers_excluded, $markers) THEN 2
        WHEN list_has_all(m.markers_required, $markers) THEN 0
        ELSE 1
    END AS marker_fit,
    greatest(stage_fit, age_fit, sex_fit, marker_fit, CASE place_fit WHEN 1 THEN 1 ELSE 0 END) AS fit,
    CASE
        WHEN NOT (m.for_patients OR $not_for_patients) THEN 'patients'
        WHEN NOT ($statuses IS NULL OR list_contains($statuses, m.status)) THEN 'status'
        WHEN place_fit = 2 THEN 'place'
    END AS removed_by
FROM matched m
LEFT JOIN reach r USING (nct_id);
