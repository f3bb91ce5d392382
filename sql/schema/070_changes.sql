-- What changed, found by comparing each new snapshot with the one before. Carried over from snapshot to snapshot, so that a
-- rollback takes the history back as well.

-- One row a snapshot. A time that no row covers was never compared: nothing may be claimed about it.
CREATE TABLE refreshes (
    seen_at TIMESTAMP NOT NULL,          -- UTC; refreshed_at of that snapshot, or just after the row before
    registry_timestamp TIMESTAMP,
    compared_with TIMESTAMP,             -- seen_at of the snapshot before; NULL: not compared
    reason VARCHAR NOT NULL,             -- why it was not compared, or ''
    changes INTEGER NOT NULL
);

-- One row a change. kind: see ChangeKind. Texts are '' where they do not apply.
CREATE TABLE changes (
    seen_at TIMESTAMP NOT NULL,          -- of the refresh that found it
    registry_timestamp TIMESTAMP,        -- of the data in which it was found
    kind VARCHAR NOT NULL,
    nct_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    status_before VARCHAR NOT NULL,      -- '': not in the copy before
    status_after VARCHAR NOT NULL,       -- '': not known, or gone
    before VARCHAR NOT NULL DEFAULT '',
    after VARCHAR NOT NULL DEFAULT '',
    merged_into VARCHAR NOT NULL DEFAULT '',
    sites INTEGER NOT NULL DEFAULT 0,    -- how many sites it is about; 0: the trial as a whole
    facility VARCHAR NOT NULL DEFAULT '',-- and the place, when it is about one
    city VARCHAR NOT NULL DEFAULT '',
    state VARCHAR NOT NULL DEFAULT '',
    zip VARCHAR NOT NULL DEFAULT '',
    country VARCHAR NOT NULL DEFAULT '',
    lat DOUBLE,
    lon DOUBLE
);

-- Trials as they were before they left the copy or before a search would have judged them otherwise, so that a saved search
-- still finds the trial it used to find. nct_id is "NCT…/seen_at" of the refresh that found the change.
CREATE TABLE past_trials AS FROM trials LIMIT 0;
CREATE TABLE past_sites AS FROM sites LIMIT 0;

-- The same under the names a search uses: with `past` first in the search path, sql/a search asks the past.
CREATE SCHEMA past;
CREATE VIEW past.trials AS FROM main.past_trials;
CREATE VIEW past.sites AS FROM main.past_sites;
