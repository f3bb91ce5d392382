-- One row a trial: what the registry says, typed, and what the readers found, ready to be searched.
CREATE TABLE trials (
    nct_id VARCHAR NOT NULL,
    aliases VARCHAR[] NOT NULL,
    title VARCHAR NOT NULL,
    official_title VARCHAR NOT NULL,
    acronym VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    why_stopped VARCHAR NOT NULL,
    study_type VARCHAR NOT NULL,
    phases VARCHAR[] NOT NULL,           -- empty: the registry has no phase for it
    primary_purpose VARCHAR NOT NULL,
    sponsor VARCHAR NOT NULL,
    sponsor_class VARCHAR NOT NULL,
    enrollment BIGINT,
    sex VARCHAR NOT NULL,
    min_age_years DOUBLE,                -- NULL: no limit stated
    max_age_years DOUBLE,
    healthy_volunteers BOOLEAN,
    conditions VARCHAR[] NOT NULL,
    for_patients BOOLEAN NOT NULL,       -- false: healthy people or benign illness only
    about VARCHAR[] NOT NULL,            -- concepts the trial is about
    broad VARCHAR[] NOT NULL,            -- concepts of which it takes every kind: it names nothing narrower and excludes none
    umbrella VARCHAR[] NOT NULL,         -- groups of cancers it takes
    stage_applies BOOLEAN NOT NULL,      -- false: not staged by numbers
    stage_accepted UTINYINT NOT NULL,    -- bits, see README
    stage_ruled_out UTINYINT NOT NULL,
    extents VARCHAR[] NOT NULL,
    line VARCHAR NOT NULL,
    treatments VARCHAR[] NOT NULL,
    less_treatment BOOLEAN NOT NULL,
    rollover BOOLEAN NOT NULL,           -- only for people of an earlier trial
    rollover_words VARCHAR NOT NULL,     -- the words that say so
    spread_to VARCHAR[] NOT NULL,        -- parts of the body to one of which the cancer must have spread; empty: not asked
    spread_words VARCHAR NOT NULL,       -- the words of the title that say so
    after_surgery BOOLEAN NOT NULL,      -- its titles say that an operation came before
    markers_required VARCHAR[] NOT NULL,
    markers_excluded VARCHAR[] NOT NULL,
    central_name VARCHAR NOT NULL,       -- first central contact that has a phone or an e-mail
    central_phone VARCHAR NOT NULL,
    central_email VARCHAR NOT NULL,
    sites INTEGER NOT NULL,
    open_sites INTEGER NOT NULL,
    start_date DATE,
    first_posted DATE,
    last_update DATE,
    last_verified DATE,
    has_results BOOLEAN NOT NULL,
    criteria_hash UBIGINT NOT NULL,      -- of the words of the criteria; the same when only markup changed
    text_hash UBIGINT NOT NULL           -- of all words the readers of prose see
);
