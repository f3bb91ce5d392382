-- Carry over the changes of the refreshes that were carried over.
INSERT INTO changes
SELECT c.* FROM previous.changes c SEMI JOIN refreshes USING (seen_at);
