-- Records that could not be read, with their text.
SELECT nct_id, raw FROM problems;
