-- Records that could not be read, with the reason.
SELECT nct_id, reason FROM problems ORDER BY nct_id, reason;
