-- The refresh up to which changes are known.
SELECT seen_at FROM refreshes ORDER BY seen_at DESC LIMIT 1;
