-- What the listing said of every record when it was fetched.
SELECT nct_id, sweep_key FROM records;
