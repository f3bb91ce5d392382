-- Every refresh the history covers, oldest first.
SELECT seen_at, registry_timestamp, compared_with, reason, changes FROM refreshes ORDER BY seen_at;
