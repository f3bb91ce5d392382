-- Sites that take people and whose first contact changed. The same change at many sites of a trial (a sponsor's new telephone number)
-- is one row; places that a record names twice are left out, for nobody can tell which is which.
INSERT INTO changes BY NAME
WITH befores AS (
    SELECT nct_id, site_key(facility, city, country) AS place, any_value(contact_words(contact_name, contact_phone, contact_email)) AS before
    FROM previous.sites SEMI JOIN moved USING (nct_id)
    GROUP BY nct_id, place HAVING count(*) = 1 AND bool_and(access <> 'closed')
),
afters AS (
    SELECT
        nct_id, site_key(facility, city, country) AS place,
        any_value(contact_words(contact_name, contact_phone, contact_email)) AS after,
        any_value({facility: facility, city: city, state: state, zip: zip, country: country, lat: lat, lon: lon}) AS spot
    FROM sites SEMI JOIN moved USING (nct_id)
    GROUP BY nct_id, place HAVING count(*) = 1 AND bool_and(access <> 'closed')
)
SELECT
    p.* EXCLUDE (same_text), 'contact_changed' AS kind, b.before, a.after, count(*)::INTEGER AS sites,
    CASE count(*) WHEN 1 THEN any_value(spot.facility) ELSE '' END AS facility,
    CASE count(*) WHEN 1 THEN any_value(spot.city) ELSE '' END AS city,
    CASE count(*) WHEN 1 THEN any_value(spot.state) ELSE '' END AS state,
    CASE count(*) WHEN 1 THEN any_value(spot.zip) ELSE '' END AS zip,
    CASE count(*) WHEN 1 THEN any_value(spot.country) ELSE '' END AS country,
    CASE count(*) WHEN 1 THEN any_value(spot.lat) END AS lat,
    CASE count(*) WHEN 1 THEN any_value(spot.lon) END AS lon
FROM befores b
JOIN afters a USING (nct_id, place)
JOIN pairs p USING (nct_id)
WHERE b.before <> a.after
GROUP BY ALL;
