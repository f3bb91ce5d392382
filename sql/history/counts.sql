-- Rows of each table of the history, for the check that follows.
SELECT
    (SELECT count(*) FROM refreshes) AS refreshes,
    (SELECT count(*) FROM changes) AS changes,
    (SELECT count(*) FROM past_trials) AS past_trials,
    (SELECT count(*) FROM past_sites) AS past_sites;
