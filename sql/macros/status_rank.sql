-- How far an overall status lets new people in: 3 now, 2 by invitation, 1 soon, 0 not (codes nobody knows yet included).
CREATE OR REPLACE TEMP MACRO status_rank(status) AS
    CASE status
        WHEN 'RECRUITING' THEN 3
        WHEN 'AVAILABLE' THEN 3
        WHEN 'ENROLLING_BY_INVITATION' THEN 2
        WHEN 'NOT_YET_RECRUITING' THEN 1
        ELSE 0
    END;
