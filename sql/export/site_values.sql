-- The rows of the last site_part.sql, in order; the id of the trial first.
FROM site_part;
