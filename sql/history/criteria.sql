-- Trials whose criteria were edited: the lines that went and the lines that came. Renewed markup is no edit.
INSERT INTO changes BY NAME
SELECT
    p.* EXCLUDE (same_text), 'criteria_changed' AS kind,
    shortened(list_filter(lines_before, lambda line: NOT list_contains(lines_after, line))) AS before,
    shortened(list_filter(lines_after, lambda line: NOT list_contains(lines_before, line))) AS after
FROM pairs p
JOIN (
    SELECT o.nct_id, criteria_lines(b.raw) AS lines_before, criteria_lines(a.raw) AS lines_after
    FROM previous.trials o
    JOIN trials n ON n.nct_id = o.nct_id AND n.criteria_hash <> o.criteria_hash
    JOIN previous.records b ON b.nct_id = o.nct_id
    JOIN records a ON a.nct_id = o.nct_id
) USING (nct_id);
