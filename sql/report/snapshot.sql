-- The one row about this snapshot.
SELECT * FROM snapshot;
