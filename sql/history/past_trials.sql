-- Keep what trials were before this refresh where they are gone, or where a search may judge them otherwise now: they differ in
-- anything but what no search asks for.
INSERT INTO past_trials
WITH b AS (
    SELECT * EXCLUDE (
        aliases, title, official_title, acronym, why_stopped, sponsor, sponsor_class, enrollment, central_name, central_phone,
        central_email, sites, open_sites, start_date, first_posted, last_update, last_verified, has_results, criteria_hash, text_hash
    )
    FROM previous.trials
),
a AS (
    SELECT * EXCLUDE (
        aliases, title, official_title, acronym, why_stopped, sponsor, sponsor_class, enrollment, central_name, central_phone,
        central_email, sites, open_sites, start_date, first_posted, last_update, last_verified, has_results, criteria_hash, text_hash
    )
    FROM trials
)
SELECT o.* REPLACE (concat(o.nct_id, '/', s.seen_at) AS nct_id)
FROM previous.trials o
JOIN b USING (nct_id)
LEFT JOIN a USING (nct_id), tonight s
WHERE (a.nct_id IS NULL OR a IS DISTINCT FROM b)
    AND o.nct_id IN (SELECT c.nct_id FROM changes c WHERE c.seen_at = s.seen_at);
