-- The rows of the last trial_part.sql.
FROM trial_part;
