-- The stamp of the snapshot being built, with the time its changes are known by: that of the refresh, and always later than the
-- changes known so far (a copy that was only read again keeps the time of its data; a clock may be set back).
CREATE TEMP TABLE tonight AS
SELECT
    greatest(s.refreshed_at, (SELECT max(seen_at) + to_microseconds(1) FROM refreshes)) AS seen_at,
    (SELECT max(seen_at) FROM refreshes) AS compared_with,
    s.*
FROM snapshot s;
