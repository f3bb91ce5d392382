-- Conditions, keywords and MeSH terms in the registry's own words. kind: condition | keyword | mesh | ancestor.
CREATE TABLE terms (
    nct_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    mesh_id VARCHAR NOT NULL,            -- '' for conditions and keywords
    term VARCHAR NOT NULL
);

CREATE TABLE interventions (
    nct_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    other_names VARCHAR[] NOT NULL,
    arm_labels VARCHAR[] NOT NULL
);

CREATE TABLE arms (
    nct_id VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    interventions VARCHAR[] NOT NULL
);
