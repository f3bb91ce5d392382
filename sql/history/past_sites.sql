-- Keep the sites of the trials whose past is kept.
INSERT INTO past_sites
SELECT o.* REPLACE (concat(o.nct_id, '/', s.refreshed_at) AS nct_id)
FROM previous.sites o, snapshot s
WHERE concat(o.nct_id, '/', s.refreshed_at) IN (SELECT nct_id FROM past_trials);
