-- Ids of the trials of an export, in an order that is the same every month. $worst as in search/hits.sql.
SELECT nct_id FROM candidates WHERE removed_by IS NULL AND fit <= $worst ORDER BY nct_id;
