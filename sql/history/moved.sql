-- Trials whose sites or contacts there differ in anything between the snapshots; few, so that only their sites need be matched.
CREATE TEMP TABLE moved AS
WITH b AS (
    SELECT nct_id, sum(hash(facility, city, country, status, access, contact_name, contact_phone, contact_email)) AS content
    FROM previous.sites
    GROUP BY nct_id
),
a AS (
    SELECT nct_id, sum(hash(facility, city, country, status, access, contact_name, contact_phone, contact_email)) AS content
    FROM sites
    GROUP BY nct_id
)
SELECT p.nct_id
FROM pairs p
LEFT JOIN b USING (nct_id)
LEFT JOIN a USING (nct_id)
WHERE a.content IS DISTINCT FROM b.content;
