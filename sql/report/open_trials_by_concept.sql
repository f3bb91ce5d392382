-- Recruiting trials for patients with the concepts read from each, for counting along the tree of cancers.
SELECT about, broad, umbrella FROM trials WHERE status = 'RECRUITING' AND for_patients ORDER BY nct_id;
