-- The part of a list of sites that is told of each site of the trials $nct_ids; columns as in the data dictionary.
--   $everywhere   every site; else those that meet what is asked of the place, from asked_localities and asked_sites
CREATE OR REPLACE TEMP TABLE site_part AS
WITH local AS (
    SELECT nct_id, site, people(name, role, phone, email, rowid) AS site_contacts
    FROM contacts
    WHERE kind = 'site' AND nct_id IN (SELECT unnest($nct_ids::VARCHAR[]))
    GROUP BY nct_id, site
),
placed AS (
    SELECT
        *,
        contact_phone <> '' OR contact_email <> '' AS own
    FROM sites
    WHERE nct_id IN (SELECT unnest($nct_ids::VARCHAR[]))
)
SELECT
    s.nct_id, s.facility, s.city, s.state, s.zip, s.country, s.lat AS latitude, s.lon AS longitude,
    s.status AS site_status, s.access,
    round(l.miles, 1) AS miles,
    s.center <> '' AS is_nci_center,
    s.center AS nci_center,
    CASE WHEN s.own THEN s.contact_name WHEN t.central_phone <> '' OR t.central_email <> '' THEN t.central_name ELSE '' END
        AS contact_name,
    CASE WHEN s.own THEN s.contact_phone ELSE t.central_phone END AS contact_phone,
    CASE WHEN s.own THEN s.contact_email ELSE t.central_email END AS contact_email,
    CASE WHEN s.own THEN 'site' WHEN t.central_phone <> '' OR t.central_email <> '' THEN 'central' ELSE 'none' END
        AS contact_source,
    coalesce(p.site_contacts, []) AS site_contacts
FROM placed s
JOIN trials t USING (nct_id)
JOIN asked_localities l USING (locality)
LEFT JOIN local p USING (nct_id, site)
LEFT JOIN asked_sites a USING (nct_id, site)
WHERE $everywhere OR l.in_reach AND coalesce(a.depth, 5) = 5
ORDER BY s.nct_id, s.country, s.state, s.city, s.facility, s.zip, s.site;
