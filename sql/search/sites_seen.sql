-- Every site of the trial $nct_id as seen from the places asked, from asked_localities.sql and asked_sites.sql.
SELECT s.site, l.miles, l.in_reach AND coalesce(a.depth, 5) = 5 AS in_reach
FROM sites s
JOIN asked_localities l USING (locality)
LEFT JOIN asked_sites a USING (nct_id, site)
WHERE s.nct_id = $nct_id
ORDER BY s.site;
