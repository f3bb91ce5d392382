-- How many candidates stand in each group and fit, and how many each filter took out.
SELECT match_group, fit, removed_by, count(*) AS trials
FROM candidates
GROUP BY ALL
ORDER BY ALL;
