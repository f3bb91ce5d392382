-- The record as delivered (JSON text, without the release it came in), so that rules can be applied again without the network.
CREATE TABLE records (
    nct_id VARCHAR NOT NULL,
    raw VARCHAR NOT NULL USING COMPRESSION zstd,
    digest VARCHAR NOT NULL,             -- of raw: equal means nothing changed
    sweep_key VARCHAR NOT NULL           -- of what the nightly listing says: equal means nothing to fetch
);

-- Records that could not be read: kept, counted, reported.
CREATE TABLE problems (
    nct_id VARCHAR NOT NULL,             -- '' when none could be found
    reason VARCHAR NOT NULL,
    raw VARCHAR NOT NULL
);
