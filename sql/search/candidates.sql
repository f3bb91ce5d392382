-- Every trial on the cancer asked, with its answer to each question. One temporary table serves the counts and the rows.
--   $direct, $broader, $umbrellas   concepts (see CancerAsked); $direct NULL: no cancer asked
--   $lats, $lons                    points asked; NULL: no point asked
--   $miles                          radius around each point
--   $area_countries, $area_states   areas asked, pairwise; state '' means the whole country; NULL: none asked
--   $near_countries, $near_states, $near_cities   names of the points, for sites without coordinates
--   $only                           one trial by its id; NULL: all
--   place_fit: 0 in reach, 1 distance unknown, 2 out of reach
CREATE OR REPLACE TEMP TABLE candidates AS
WITH matched AS (
    SELECT
        *,
        CASE
            WHEN $direct IS NULL THEN NULL
            WHEN list_has_any(about, $direct) OR list_has_any(broad, $broader) THEN 'about'
            ELSE 'umbrella'
        END AS match_group
    FROM trials
    WHERE ($only IS NULL OR nct_id = $only)
        AND (
            $direct IS NULL
            OR list_has_any(about, $direct)
            OR list_has_any(broad, $broader)
            OR list_has_any(umbrella, $umbrellas)
        )
),
points AS (
    SELECT unnest($lats::DOUBLE[]) AS lat, unnest($lons::DOUBLE[]) AS lon
),
areas AS (
    SELECT unnest($area_countries::VARCHAR[]) AS country, unnest($area_states::VARCHAR[]) AS state
),
names AS (
    SELECT unnest($near_countries::VARCHAR[]) AS country, unnest($near_states::VARCHAR[]) AS state
),
reachable AS (
    SELECT
        s.nct_id,
        s.site,
        s.access,
        CASE WHEN s.lat IS NULL THEN NULL
            ELSE (SELECT min(haversine_miles(p.lat, p.lon, s.lat, s.lon)) FROM points p) END AS miles,
        EXISTS (
            SELECT 1 FROM areas a WHERE a.country = s.country AND (a.state = '' OR a.state = s.state)
        ) AS in_area,
        s.lat IS NULL AND EXISTS (
            SELECT 1 FROM names n
            WHERE n.country = s.country AND (n.state = '' OR s.state = '' OR n.state = s.state)
        ) AS maybe_near
    FROM sites s
    SEMI JOIN matched m ON m.nct_id = s.nct_id
    WHERE $placed
),
reach AS (
    SELECT
        nct_id,
        min(miles) FILTER (access <> 'closed' AND miles <= $miles) AS miles,
        count(*) FILTER (access <> 'closed' AND (miles <= $miles OR in_area)) AS near,
        count(*) FILTER (access IN ('open', 'unstated') AND (miles <= $miles OR in_area)) AS open_near,
        count(*) FILTER (access <> 'closed' AND maybe_near) AS maybe
    FROM reachable
    GROUP BY nct_id
)
SELECT
    m.*,
    CASE
        WHEN NOT $placed THEN 0
        WHEN coalesce(r.near, 0) > 0 THEN 0
        WHEN m.sites = 0 OR coalesce(r.maybe, 0) > 0 THEN 1
        ELSE 2
    END AS place_fit,
    r.miles,
    CASE WHEN $placed THEN coalesce(r.open_near, 0) ELSE m.open_sites END AS open_sites_near,
    stage_fit(m.stage_applies, m.stage_accepted, m.stage_ruled_out, m.extents, $stages, $extents) AS stage_fit,
    CASE
        WHEN $age IS NULL THEN 0
        WHEN $age < m.min_age_years OR $age >= m.max_age_years + 1 THEN 2
        ELSE 0
    END AS age_fit,
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
        WHEN $placed AND place_fit = 2 THEN 'place'
    END AS removed_by
FROM matched m
LEFT JOIN reach r USING (nct_id);
