-- The trials $nct_ids of the last candidates.sql, in that order, whole: all that search/hits.sql gives, and what only a complete list shows.
WITH central AS (
    SELECT nct_id, people(name, role, phone, email, rowid) AS central_contacts
    FROM contacts
    WHERE kind = 'central' AND nct_id IN (SELECT unnest($nct_ids::VARCHAR[]))
    GROUP BY nct_id
)
SELECT c.*, t.*, coalesce(p.central_contacts, []) AS central_contacts
FROM candidates c
JOIN trials t USING (nct_id)
JOIN (SELECT unnest($nct_ids::VARCHAR[]) AS nct_id, generate_subscripts($nct_ids::VARCHAR[], 1) AS place) o USING (nct_id)
LEFT JOIN central p USING (nct_id)
ORDER BY o.place, nct_id;
