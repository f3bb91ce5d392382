-- A trial without its record; none in a sound snapshot.
SELECT nct_id FROM trials ANTI JOIN records USING (nct_id) ORDER BY nct_id LIMIT 1;
