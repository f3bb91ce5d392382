-- Of the candidates of the last search keep only those of $nct_ids.
DELETE FROM candidates WHERE nct_id NOT IN (SELECT unnest($nct_ids::VARCHAR[]));
