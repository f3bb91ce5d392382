-- Tables with rows that belong to no trial; none in a sound snapshot.
WITH named AS (
    SELECT 'sites' AS table_name, nct_id FROM sites
    UNION ALL SELECT 'contacts', nct_id FROM contacts
    UNION ALL SELECT 'stage_evidence', nct_id FROM stage_evidence
    UNION ALL SELECT 'markers', nct_id FROM markers
    UNION ALL SELECT 'records', nct_id FROM records
)
SELECT table_name, count(*) AS stray_rows
FROM named
ANTI JOIN trials USING (nct_id)
GROUP BY table_name
ORDER BY table_name;
