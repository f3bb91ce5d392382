-- The towns of all sites, those kept from the past included.
INSERT INTO localities
SELECT DISTINCT locality, country, state, city, lat, lon
FROM (FROM sites UNION ALL FROM past_sites)
ORDER BY country, state, city, locality;
