-- Add the candidates of the last search. Those of the past have "NCT…/seen_at" for an id; only what changed from $since on counts.
--   $worst     2 counts trials that may not fit as well, 1 does not
--   $in_reach  the search asked for places
--   $past      the search went through the past
INSERT INTO matched
SELECT
    split_part(nct_id, '/', 1), $in_reach,
    CASE WHEN $past THEN NULL ELSE fit END, CASE WHEN $past THEN NULL ELSE match_group END
FROM candidates
WHERE removed_by IS NULL AND fit <= $worst
    AND (NOT $past OR try_cast(split_part(nct_id, '/', 2) AS TIMESTAMP) >= $since::TIMESTAMP);
