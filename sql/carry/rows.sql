-- Rows of one table of the old snapshot that stay: those of trials that neither changed nor left, in their order.
SELECT * FROM query_table('old.' || $table_name) WHERE nct_id NOT IN (SELECT unnest($without::VARCHAR[]));
