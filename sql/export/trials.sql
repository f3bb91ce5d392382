-- The trials $nct_ids of the last candidates.sql, whole: all that search/hits.sql gives, and what only a complete list shows.
WITH central AS (
    SELECT nct_id, people(name, role, phone, email, rowid) AS central_contacts
    FROM contacts
    WHERE kind = 'central' AND nct_id IN (SELECT unnest($nct_ids::VARCHAR[]))
    GROUP BY nct_id
)
SELECT c.*, t.*, coalesce(p.central_contacts, []) AS central_contacts
FROM candidates c
JOIN trials t USING (nct_id)
LEFT JOIN central p USING (nct_id)
WHERE c.nct_id IN (SELECT unnest($nct_ids::VARCHAR[]))
ORDER BY nct_id;
