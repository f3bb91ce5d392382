-- Carry over what trials were before the changes that were carried over.
INSERT INTO past_trials
SELECT p.*
FROM previous.past_trials p
SEMI JOIN refreshes r ON split_part(p.nct_id, '/', 2)::TIMESTAMP = r.seen_at;
