-- Trials that have results now and had none before.
INSERT INTO changes BY NAME
SELECT p.* EXCLUDE (same_text), 'results_posted' AS kind
FROM pairs p
JOIN previous.trials o USING (nct_id)
JOIN trials n USING (nct_id)
WHERE n.has_results AND NOT o.has_results;
