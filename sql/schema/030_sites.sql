-- One row a place where a trial runs. access: open | unstated (the trial recruits, the site says nothing) | upcoming | invitation | closed.
CREATE TABLE sites (
    nct_id VARCHAR NOT NULL,
    site INTEGER NOT NULL,               -- position in the record, from 0
    facility VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    access VARCHAR NOT NULL,
    city VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    zip VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    lat DOUBLE,                          -- city centre; NULL: the registry gives none
    lon DOUBLE,
    center VARCHAR NOT NULL,             -- NCI-designated center, or ''
    contact_name VARCHAR NOT NULL,       -- first contact that has a phone or an e-mail
    contact_phone VARCHAR NOT NULL,
    contact_email VARCHAR NOT NULL,
    locality UBIGINT NOT NULL            -- of its town, see localities
);

-- The towns of all sites: a search measures each town once, however many sites it has. Filled last.
CREATE TABLE localities (
    locality UBIGINT NOT NULL,           -- hash of the rest, so that it stays the same from snapshot to snapshot
    country VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    city VARCHAR NOT NULL,
    lat DOUBLE,
    lon DOUBLE
);

-- Everybody a record names. site: NULL for the trial as a whole; kind: site | central | official.
CREATE TABLE contacts (
    nct_id VARCHAR NOT NULL,
    site INTEGER,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    phone VARCHAR NOT NULL,
    email VARCHAR NOT NULL
);
