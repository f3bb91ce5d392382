-- Trials whose overall status changed. `opened` when more people may join than before, else `closed`, in the registry's word.
INSERT INTO changes BY NAME
SELECT
    p.* EXCLUDE (same_text),
    CASE WHEN status_rank(status_after) > status_rank(status_before) THEN 'opened' ELSE 'closed' END AS kind,
    CASE WHEN kind = 'closed' THEN n.why_stopped ELSE '' END AS after
FROM pairs p
JOIN trials n USING (nct_id)
WHERE status_before <> status_after;
