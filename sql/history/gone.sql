-- Trials of the snapshot before that are not in this one. Where the registry told what became of them, so do we; a record that could
-- not be read this time is not gone.
INSERT INTO changes BY NAME
WITH former AS (
    SELECT a.nct_id, min(t.nct_id) AS kept_as FROM trials t, unnest(t.aliases) AS a(nct_id) GROUP BY a.nct_id
)
SELECT
    s.seen_at, s.registry_timestamp, o.nct_id, o.title,
    o.status AS status_before, coalesce(d.status, '') AS status_after,
    coalesce(f.kept_as, d.named_now, '') AS merged_into,
    CASE WHEN merged_into = '' AND d.status <> '' AND status_rank(d.status) < status_rank(o.status) THEN 'closed' ELSE 'gone' END AS kind,
    CASE
        WHEN merged_into <> '' THEN 'merged into ' || merged_into
        WHEN kind = 'closed' THEN d.why_stopped
        WHEN d.status <> '' THEN 'no longer counted among the cancer trials'
        WHEN d.status = '' OR s.scope = 'all' THEN 'no longer in the registry'
        ELSE 'no longer among the open cancer trials: closed, or taken out of the registry'
    END AS after
FROM previous.trials o
ANTI JOIN trials n USING (nct_id)
ANTI JOIN problems USING (nct_id)
LEFT JOIN former f USING (nct_id)
LEFT JOIN departed d USING (nct_id),
tonight s;
