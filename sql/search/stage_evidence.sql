-- Evidence of the stage reading of each trial of $nct_ids.
SELECT nct_id, stage, polarity, text, quote, section, rule
FROM stage_evidence
WHERE list_contains($nct_ids, nct_id)
ORDER BY nct_id, n;
