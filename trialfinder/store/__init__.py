"""The cache: a folder of DuckDB snapshots and a pointer to the current one. The only room that knows SQL."""
