-- The row about a snapshot of any version of this program.
SELECT * FROM snapshot;
