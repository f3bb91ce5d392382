-- Trials that were not in the snapshot before. One that was posted long before cannot be new to the registry: in a copy of the open
-- trials it has opened since; elsewhere it has been edited so that it counts now. When rules or questions differ between the
-- two snapshots, that may be the whole reason, and nothing is claimed of the trial. A record that could not be read
-- before, or stood there under a former id, is not new at all.
INSERT INTO changes BY NAME
SELECT
    s.seen_at, s.registry_timestamp, n.nct_id, n.title, '' AS status_before, n.status AS status_after,
    CASE
        WHEN fresh THEN 'new'
        WHEN (o.rules_version, o.program_version, o.query) IS DISTINCT FROM (s.rules_version, s.program_version, s.query)
            THEN 'reread'
        WHEN s.scope = 'open' AND status_rank(n.status) > 0 THEN 'opened'
        ELSE 'new'
    END AS kind,
    CASE WHEN kind = 'reread' THEN 'not in the local copy' ELSE '' END AS before,
    CASE
        WHEN kind = 'reread' THEN 'in the local copy'
        WHEN n.first_posted IS NOT NULL THEN 'first posted ' || strftime(n.first_posted, '%Y-%m-%d')
        ELSE ''
    END AS after
FROM (
    SELECT
        *,
        first_posted IS NULL
            OR first_posted > (SELECT coalesce(registry_timestamp, refreshed_at)::DATE FROM previous.snapshot) - 7 AS fresh
    FROM trials
) n
ANTI JOIN previous.trials USING (nct_id)
ANTI JOIN previous.problems USING (nct_id)
ANTI JOIN (SELECT t.nct_id FROM trials t, unnest(t.aliases) AS a(former) SEMI JOIN previous.trials p ON p.nct_id = a.former) USING (nct_id),
tonight s, previous.snapshot o;
