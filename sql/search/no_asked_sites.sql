-- Nothing is asked of the place itself: the table of asked_sites.sql, empty.
CREATE OR REPLACE TEMP TABLE asked_sites (nct_id VARCHAR, site INTEGER, depth INTEGER, doubt VARCHAR);
