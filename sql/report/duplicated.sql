-- Trials that stand in the snapshot more than once; none in a sound one.
SELECT nct_id, count(*) AS copies FROM trials GROUP BY nct_id HAVING copies > 1 ORDER BY nct_id;
