-- Note this refresh and how many changes it found. $compared_with NULL: it was not compared, for $reason.
INSERT INTO refreshes
SELECT
    refreshed_at, registry_timestamp, $compared_with::TIMESTAMP, $reason,
    (SELECT count(*) FROM changes c WHERE c.seen_at = refreshed_at)
FROM snapshot;
