-- The rows of trial_rows added to a Parquet data set.
COPY trial_rows TO $path (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (status), WRITE_PARTITION_COLUMNS true, APPEND true);
