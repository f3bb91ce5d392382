-- Answer of a trial to the stages a person may have: 0 fits, 1 unclear, 2 may not fit. Bits as in README.
-- asked NULL: no stage asked. asked 0: only an extent was asked ("relapsed"), which can fit but never rules out.
CREATE OR REPLACE TEMP MACRO stage_fit(applies, accepted, ruled_out, trial_extents, asked, asked_extents) AS
    CASE
        WHEN asked IS NULL THEN 0
        WHEN asked_extents IS NOT NULL AND list_has_any(trial_extents, asked_extents) AND asked = 0 THEN 0
        WHEN NOT applies OR asked = 0 THEN 1
        WHEN (accepted & asked) = asked THEN 0
        WHEN (ruled_out & asked) = asked THEN 2
        ELSE 1
    END;
