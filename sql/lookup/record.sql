-- The raw record of one trial, by its id or a former id.
SELECT r.nct_id, r.raw
FROM records r
JOIN trials t USING (nct_id)
WHERE t.nct_id = $nct_id OR list_contains(t.aliases, $nct_id)
ORDER BY r.nct_id = $nct_id DESC, r.nct_id
LIMIT 1;
