-- Sentences behind the answer of each trial: item i of $reasons belongs to item i of $nct_ids. None when nothing was asked.
CREATE OR REPLACE TEMP TABLE trial_reasons AS
SELECT unnest($nct_ids::VARCHAR[]) AS nct_id, unnest($reasons::VARCHAR[][]) AS reasons;
