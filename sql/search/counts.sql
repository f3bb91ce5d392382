-- How many candidates stand in each group, fit, certainty of place and standing, and how many each filter or question took out: each is counted once.
SELECT match_group, fit, place_fit, removed_by, unfit_by, standing, count(*) AS trials
FROM candidates
GROUP BY ALL
ORDER BY ALL;
