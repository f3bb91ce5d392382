-- Trials a search finds now or found before a change, to be filled from its candidates.
--   in_reach  found with the places asked; FALSE: found when no place is asked
--   fit, match_group  as in candidates.sql; NULL: found in the past only
CREATE OR REPLACE TEMP TABLE matched (nct_id VARCHAR, in_reach BOOLEAN, fit INTEGER, match_group VARCHAR);
