-- Open trials for patients about each set of concepts, and taken by an umbrella.
--   $direct, $broader, $umbrellas as in search/candidates.sql
SELECT
    count(*) FILTER (list_has_any(about, $direct) OR list_has_any(broad, $broader)) AS about,
    count(*) FILTER (
        list_has_any(umbrella, $umbrellas) AND NOT (list_has_any(about, $direct) OR list_has_any(broad, $broader))
    ) AS umbrella
FROM trials
WHERE status = 'RECRUITING' AND for_patients;
