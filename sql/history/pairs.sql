-- Trials that stand in both snapshots.
--   same_text  none of the words the readers of prose see has changed: a reading that differs comes from other rules
CREATE TEMP TABLE pairs AS
SELECT
    n.nct_id, n.title, o.status AS status_before, n.status AS status_after, o.text_hash = n.text_hash AS same_text,
    s.seen_at, s.registry_timestamp
FROM previous.trials o
JOIN trials n USING (nct_id), tonight s;
