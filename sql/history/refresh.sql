-- Note this refresh and how many changes it found. $reason: why it was not compared; '' when it was.
INSERT INTO refreshes
SELECT
    seen_at, registry_timestamp, CASE WHEN $reason = '' THEN compared_with END, $reason,
    (SELECT count(*) FROM changes c WHERE c.seen_at = s.seen_at)
FROM tonight s;
