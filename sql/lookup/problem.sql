-- A record that could not be read.
SELECT nct_id, reason FROM problems WHERE nct_id = $nct_id ORDER BY nct_id LIMIT 1;
