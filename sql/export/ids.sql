-- Ids of the trials of an export. By id, which is the same order every month, or as $sort says; then as in search/hits.sql, from where
-- $worst comes as well.
SELECT nct_id
FROM candidates
WHERE removed_by IS NULL AND fit <= $worst
ORDER BY
    CASE $sort WHEN 'id' THEN NULL ELSE fit = 2 END,
    CASE $sort WHEN 'distance' THEN miles END NULLS LAST,
    CASE $sort WHEN 'updated' THEN last_update END DESC NULLS LAST,
    CASE $sort WHEN 'phase' THEN latest_phase END DESC NULLS LAST,
    CASE $sort WHEN 'id' THEN NULL ELSE match_group END,
    CASE $sort WHEN 'id' THEN NULL ELSE fit END,
    CASE $sort WHEN 'id' THEN NULL ELSE standing END,
    nct_id;
