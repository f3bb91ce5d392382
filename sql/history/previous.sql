-- The stamp of the snapshot attached as `previous`; these columns exist in every version of the format.
SELECT schema_version, scope, sample FROM previous.snapshot;
