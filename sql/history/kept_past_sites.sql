-- Carry over what the sites of trials were before the changes that were carried over.
INSERT INTO past_sites
SELECT p.*
FROM previous.past_sites p
SEMI JOIN refreshes r ON split_part(p.nct_id, '/', 2)::TIMESTAMP = r.seen_at;
