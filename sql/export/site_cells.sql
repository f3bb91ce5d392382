-- The rows of the last site_part.sql, in order, as cells of a spreadsheet. Step by step as in trial_cells.sql.
SELECT nct_id, concat_ws(',', *COLUMNS(* EXCLUDE (nct_id))) AS cells
FROM (
    SELECT quoted(COLUMNS(*))
    FROM (SELECT defused(COLUMNS(*)) FROM (SELECT tidy(COLUMNS(*)) FROM (SELECT as_text(COLUMNS(*)) FROM site_part)))
);
