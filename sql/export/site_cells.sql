-- The rows of the last site_part.sql as cells of a spreadsheet, step by step: a macro in a macro would work out its text anew each time.
SELECT quoted(COLUMNS(*))
FROM (SELECT defused(COLUMNS(*)) FROM (SELECT tidy(COLUMNS(*)) FROM (SELECT as_text(COLUMNS(*)) FROM site_part)));
