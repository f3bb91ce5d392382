-- Open trials whose first contact for the whole trial changed.
INSERT INTO changes BY NAME
SELECT
    p.* EXCLUDE (same_text), 'contact_changed' AS kind,
    contact_words(o.central_name, o.central_phone, o.central_email) AS before,
    contact_words(n.central_name, n.central_phone, n.central_email) AS after
FROM pairs p
JOIN previous.trials o USING (nct_id)
JOIN trials n USING (nct_id)
WHERE status_rank(status_after) > 0 AND before <> after;
