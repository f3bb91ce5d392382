-- Keep the sites of the trials whose past is kept; a search for a place passes closed ones by.
INSERT INTO past_sites
SELECT o.* REPLACE (concat(o.nct_id, '/', s.seen_at) AS nct_id)
FROM previous.sites o, tonight s
WHERE o.access <> 'closed'
    AND concat(o.nct_id, '/', s.seen_at) IN (SELECT nct_id FROM past_trials);
