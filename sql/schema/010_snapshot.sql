-- One row about this snapshot: who wrote it, from what, and how it went.
CREATE TABLE snapshot (
    schema_version INTEGER NOT NULL,
    program_version VARCHAR NOT NULL,
    duckdb_version VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL,      -- changes when a lexicon or a reader of prose changes
    registry_timestamp TIMESTAMP,        -- UTC; data timestamp of the registry release, or the newest release named by the records
    refreshed_at TIMESTAMP NOT NULL,     -- UTC
    scope VARCHAR NOT NULL,              -- open | all
    source VARCHAR NOT NULL,             -- base URL of the registry, or the file it was read from
    query VARCHAR NOT NULL,              -- the queries asked, as JSON
    sample BOOLEAN NOT NULL,             -- made-up records
    trials INTEGER NOT NULL,
    sites INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    bytes BIGINT NOT NULL,               -- received, as sent, that is compressed
    duration_s DOUBLE NOT NULL,
    mode VARCHAR NOT NULL,               -- how it was made: full | sweep | reread | file
    harvested_at TIMESTAMP,              -- UTC; when every record was last fetched; NULL: never from the registry
    departed VARCHAR NOT NULL            -- JSON, trials of the copy before that are not in this one: {"NCT…": {"status": …} | {"merged_into": …} | {}}
);
