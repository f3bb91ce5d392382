-- Keep what trials were before this refresh where a search judges them otherwise now, or finds them no more.
INSERT INTO past_trials
SELECT o.* REPLACE (concat(o.nct_id, '/', s.refreshed_at) AS nct_id)
FROM previous.trials o
LEFT JOIN trials n USING (nct_id), snapshot s
WHERE o.nct_id IN (SELECT nct_id FROM changes c WHERE c.seen_at = s.refreshed_at)
    AND (
        n.nct_id IS NULL
        OR (o.status, o.sex, o.min_age_years, o.max_age_years, o.for_patients, o.about, o.broad, o.umbrella, o.stage_applies,
            o.stage_accepted, o.stage_ruled_out, o.extents, o.markers_required, o.markers_excluded)
        IS DISTINCT FROM
           (n.status, n.sex, n.min_age_years, n.max_age_years, n.for_patients, n.about, n.broad, n.umbrella, n.stage_applies,
            n.stage_accepted, n.stage_ruled_out, n.extents, n.markers_required, n.markers_excluded)
    );
