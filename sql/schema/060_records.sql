-- The record as delivered (JSON text), so that rules can be applied again without the network.
CREATE TABLE records (
    nct_id VARCHAR NOT NULL,
    raw VARCHAR NOT NULL USING COMPRESSION zstd
);

-- Records that could not be read: kept, counted, reported.
CREATE TABLE problems (
    nct_id VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    raw VARCHAR NOT NULL
);
