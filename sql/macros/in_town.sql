-- Whether a site names one of some towns, each "country|state|city", or "country|*|city" for any state.
CREATE OR REPLACE TEMP MACRO in_town(towns, site_country, site_state, site_city) AS
    list_has_any(towns::VARCHAR[], [site_country || '|' || site_state || '|' || site_city, site_country || '|*|' || site_city]);
