-- Of the trials that may not fit, how many each question alone speaks against.
SELECT
    count(*) FILTER (stage_fit = 2) AS stage,
    count(*) FILTER (age_fit = 2) AS age,
    count(*) FILTER (sex_fit = 2) AS sex,
    count(*) FILTER (marker_fit = 2) AS marker
FROM candidates
WHERE removed_by IS NULL AND fit = 2;
