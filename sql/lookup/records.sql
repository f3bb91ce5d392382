-- The raw records of the trials of $nct_ids.
SELECT r.nct_id, r.raw
FROM records r
JOIN (SELECT unnest($nct_ids::VARCHAR[]) AS nct_id) USING (nct_id)
ORDER BY r.nct_id;
