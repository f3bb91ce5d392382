-- Every trial on the cancer asked, with its answer to each question. One temporary table serves the counts and the rows.
--   $direct, $broader, $umbrellas, $secondary   concepts (see CancerAsked); $direct NULL: no cancer asked
--   $only                           one trial by its id; NULL: all
--   $placed                         something was asked of the place; the table reach says which trials have a site there
--   $spread                         parts of the body the cancer has spread to, as far as told
--   $age, $age_to                   the person is at least so old, and younger than that
--   Every *_fit: 0 fits, 1 unclear, 2 may not fit. place_fit: 0 in reach, 1 not known, 2 out of reach. doubt: why it is not known.
--   A trial only for people of an earlier one (rollover), or for cancer that has spread to a part of the body nobody told of, is never
--   better than unclear.
--   standing: 0 open, 1 expanded access, 2 upcoming, 3 by invitation, 4 closed
CREATE OR REPLACE TEMP TABLE candidates AS
WITH matched AS (
    SELECT *
    FROM (
        SELECT
            nct_id, status, for_patients, primary_purpose, last_update, sites, open_sites, sex, min_age_years, max_age_years,
            stage_applies, stage_accepted, stage_ruled_out, extents, line, phases, treatments, rollover, spread_to, after_surgery,
            markers_required, markers_excluded,
            list_has_any(about, $direct) OR list_has_any(broad, $broader)
                OR list_has_any(about, $secondary::VARCHAR[]) AND list_has_any(umbrella, $umbrellas) AS named,
            list_has_any(umbrella, $umbrellas) AS taken
        FROM trials
        WHERE $only IS NULL OR nct_id = $only
    )
    WHERE $direct IS NULL OR named OR taken
),
answered AS (
    SELECT
        m.nct_id, m.status, m.for_patients, m.rollover, m.primary_purpose, m.last_update, nullif(list_max(m.phases), 'NA') AS latest_phase,
        CASE WHEN $direct IS NULL THEN NULL WHEN m.named THEN 'about' ELSE 'umbrella' END AS match_group,
        CASE
            WHEN NOT $placed OR r.inside THEN 0
            WHEN m.sites = 0 OR r.depth = 5 THEN 1
            ELSE 2
        END AS place_fit,
        r.doubt, r.miles, r.depth,
        CASE WHEN $placed THEN coalesce(r.open_near, 0) ELSE m.open_sites END AS open_sites_near,
        CASE m.status
            WHEN 'RECRUITING' THEN CASE WHEN m.sites = 0 OR (NOT $placed AND m.open_sites > 0) THEN 0 ELSE coalesce(r.taking, 4) END
            WHEN 'AVAILABLE' THEN 1
            WHEN 'NOT_YET_RECRUITING' THEN 2
            WHEN 'ENROLLING_BY_INVITATION' THEN 3
            ELSE 4
        END AS standing,
        stage_fit(m.stage_applies, m.stage_accepted, m.stage_ruled_out, m.extents, $stages, $extents) AS stage_fit,
        -- "up to 21 years" lasts until the 22nd birthday, "up to 6 months" until the seventh month is over.
        CASE WHEN len(m.spread_to) = 0 OR list_has_any(m.spread_to, $spread::VARCHAR[]) THEN 0 ELSE 1 END AS spread_fit,
        CASE
            WHEN $age IS NULL THEN 0
            WHEN $age_to <= m.min_age_years THEN 2
            WHEN $age >= m.max_age_years + CASE WHEN m.max_age_years = floor(m.max_age_years) THEN 1 ELSE 1 / 12 END THEN 2
            WHEN $age < m.min_age_years THEN 1
            WHEN $age_to > m.max_age_years + CASE WHEN m.max_age_years = floor(m.max_age_years) THEN 1 ELSE 1 / 12 END + 0.001 THEN 1
            ELSE 0
        END AS age_fit,
        CASE
            WHEN $sex IS NULL OR m.sex IN ('ALL', $sex) THEN 0
            WHEN m.sex = '' THEN 1
            ELSE 2
        END AS sex_fit,
        CASE
            WHEN $line IS NULL OR m.line IN ('either', $line) THEN 0
            WHEN m.line = 'unstated' THEN 1
            WHEN $line = 'treated' AND m.after_surgery THEN 1  -- an operation is a treatment to who had one, and "untreated" speaks of the rest
            ELSE 2
        END AS line_fit,
        CASE
            WHEN $markers IS NULL THEN 0
            WHEN list_has_any(m.markers_excluded, $markers) THEN 2
            WHEN list_has_all(m.markers_required, $markers) THEN 0
            ELSE 1
        END AS marker_fit,
        CASE
            WHEN $phases IS NULL OR list_has_any(m.phases, $phases) THEN 0
            WHEN len(m.phases) = 0 THEN CASE WHEN list_contains($phases, 'NA') THEN 0 ELSE 1 END
            ELSE 2
        END AS phase_fit,
        CASE
            WHEN $treatments IS NULL OR list_has_any(m.treatments, $treatments) THEN 0
            WHEN len(m.treatments) = 0 OR list_contains(m.treatments, 'other') THEN 1
            ELSE 2
        END AS treatment_fit
    FROM matched m
    LEFT JOIN reach r USING (nct_id)
)
SELECT
    * EXCLUDE (status, for_patients, depth, doubt),
    CASE WHEN place_fit = 1 THEN coalesce(doubt, 'sites') END AS doubt,
    greatest(
        stage_fit, spread_fit, age_fit, sex_fit, line_fit, marker_fit, least(place_fit, 1), least(phase_fit, 1), least(treatment_fit, 1),
        CASE WHEN rollover THEN 1 ELSE 0 END
    ) AS fit,
    CASE
        WHEN NOT (for_patients OR $not_for_patients) THEN 'patients'
        WHEN NOT ($statuses IS NULL OR list_contains($statuses, status)) THEN 'status'
        WHEN place_fit = 2 THEN coalesce(['state', 'country', 'city', 'facility', 'center'][depth + 1], 'place')
        WHEN phase_fit = 2 THEN 'phase'
        WHEN treatment_fit = 2 THEN 'treatment'
    END AS removed_by,
    CASE
        WHEN stage_fit = 2 THEN 'stage'
        WHEN age_fit = 2 THEN 'age'
        WHEN sex_fit = 2 THEN 'sex'
        WHEN line_fit = 2 THEN 'line'
        WHEN marker_fit = 2 THEN 'marker'
    END AS unfit_by
FROM answered;
