-- Ids of all trials of a snapshot.
SELECT nct_id FROM trials ORDER BY nct_id;
