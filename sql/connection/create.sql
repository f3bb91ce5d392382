-- The new snapshot, to be written without a journal: one that is not finished is thrown away, not repaired.
ATTACH $path AS building (RECOVERY_MODE no_wal_writes);
