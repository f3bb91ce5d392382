-- Carry over the refreshes whose changes are still to be told: younger than $days, and, newest first, not more than $most changes.
INSERT INTO refreshes
SELECT * EXCLUDE (upto)
FROM (
    SELECT *, sum(changes) OVER (ORDER BY seen_at DESC) AS upto
    FROM previous.refreshes
)
WHERE upto <= $most AND seen_at > (SELECT refreshed_at FROM snapshot) - to_days($days::INTEGER);
