-- All trials that wait, in one piece.
INSERT INTO trials FROM trials_aside;
