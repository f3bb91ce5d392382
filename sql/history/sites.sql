-- Sites that opened, closed, came or went. Lines of a record that name the same place count as one; of each place it is counted how
-- many lines take people, before and after. When the whole trial opened or closed, that says it for all of its sites, and
-- only lines that came or went are told.
INSERT INTO changes BY NAME
WITH lines AS (
    SELECT nct_id, site_key(facility, city, country) AS place, 'before' AS side, * EXCLUDE (nct_id)
    FROM previous.sites SEMI JOIN moved USING (nct_id)
    UNION ALL
    SELECT nct_id, site_key(facility, city, country), 'after', * EXCLUDE (nct_id)
    FROM sites SEMI JOIN moved USING (nct_id)
),
places AS (
    SELECT
        nct_id, place,
        count(*) FILTER (side = 'before') AS lines_before,
        count(*) FILTER (side = 'after') AS lines_after,
        count(*) FILTER (side = 'before' AND access IN ('open', 'unstated')) AS open_before,
        count(*) FILTER (side = 'after' AND access IN ('open', 'unstated')) AS open_after,
        count(*) FILTER (side = 'before' AND (access <> 'closed' OR status_rank(status) > 0)) AS promised_before,
        count(*) FILTER (side = 'after' AND (access <> 'closed' OR status_rank(status) > 0)) AS promised_after,
        arg_max(status, site) FILTER (side = 'before') AS before,
        arg_max(status, site) FILTER (side = 'after') AS after,
        arg_max({facility: facility, city: city, state: state, zip: zip, country: country, lat: lat, lon: lon}, (side = 'after', site)) AS spot
    FROM lines
    GROUP BY nct_id, place
)
SELECT
    p.* EXCLUDE (same_text), 1 AS sites,
    CASE WHEN lines_before = 0 THEN 'not listed' ELSE before END AS before,
    CASE WHEN lines_after = 0 THEN 'not listed' ELSE after END AS after,
    spot.facility, spot.city, spot.state, spot.zip, spot.country, spot.lat, spot.lon,
    CASE
        WHEN open_after > open_before THEN 'site_opened'
        WHEN open_after < open_before OR (lines_after = lines_before AND promised_after < promised_before) THEN 'site_closed'
        WHEN lines_after > lines_before OR promised_after > promised_before THEN 'site_added'
        ELSE 'site_removed'
    END AS kind
FROM places
JOIN pairs p USING (nct_id)
WHERE lines_before <> lines_after
    OR (status_before = status_after AND (open_before <> open_after OR promised_before <> promised_after));
