-- Trials whose stage is read otherwise: `stage_changed` when the record's text changed too, else `reread` by other rules.
INSERT INTO changes BY NAME
SELECT
    p.* EXCLUDE (same_text), CASE WHEN same_text THEN 'reread' ELSE 'stage_changed' END AS kind,
    stage_words(o.stage_applies, o.stage_accepted, o.stage_ruled_out) AS before,
    stage_words(n.stage_applies, n.stage_accepted, n.stage_ruled_out) AS after
FROM pairs p
JOIN previous.trials o USING (nct_id)
JOIN trials n USING (nct_id)
WHERE before <> after;
