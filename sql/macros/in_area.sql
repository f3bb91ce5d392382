-- Whether a site lies in one of some areas, each "country|state", "country|?" (no state named there) or "country|" (all of it).
CREATE OR REPLACE TEMP MACRO in_area(areas, site_country, site_state) AS
    list_has_any(areas::VARCHAR[], [site_country || '|', site_country || '|' || CASE site_state WHEN '' THEN '?' ELSE site_state END]);
