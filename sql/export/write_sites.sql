-- The rows of the last trial_part.sql and site_part.sql, joined, added to a Parquet data set. A trial without a site keeps a row.
COPY (SELECT t.*, s.* EXCLUDE (nct_id) FROM trial_part t LEFT JOIN site_part s USING (nct_id))
TO $path (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (status), WRITE_PARTITION_COLUMNS true, APPEND true);
