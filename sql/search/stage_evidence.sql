-- Evidence of the stage reading of each trial of $nct_ids.
SELECT e.nct_id, e.stage, e.polarity, e.text, e.quote, e.section, e.rule
FROM stage_evidence e
JOIN (SELECT unnest($nct_ids::VARCHAR[]) AS nct_id) USING (nct_id)
ORDER BY e.nct_id, e.n;
