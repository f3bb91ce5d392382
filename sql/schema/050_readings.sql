-- Evidence behind the stage reading: these words, here, by this rule.
CREATE TABLE stage_evidence (
    nct_id VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    stage VARCHAR NOT NULL,
    polarity VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,              -- the text with the words around it; '' where its place is not known
    section VARCHAR NOT NULL,
    rule VARCHAR NOT NULL
);

CREATE TABLE markers (
    nct_id VARCHAR NOT NULL,
    marker VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    section VARCHAR NOT NULL
);
