-- The rows of the last trial_part.sql as cells of a spreadsheet, those before and those after the cells of a site.
-- Step by step: a macro in a macro would work out its text anew each time.
SELECT
    nct_id,
    concat_ws(',', nct_id, title, status, "group", fit, reasons) AS head,
    concat_ws(',', *COLUMNS(* EXCLUDE (nct_id, title, status, "group", fit, reasons))) AS tail
FROM (
    SELECT quoted(COLUMNS(*))
    FROM (SELECT defused(COLUMNS(*)) FROM (SELECT tidy(COLUMNS(*)) FROM (SELECT as_text(COLUMNS(*)) FROM trial_part)))
);
