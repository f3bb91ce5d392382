-- Every record of a snapshot of any version as text, in its order; those that could not be read come last and are tried again.
SELECT raw FROM records
UNION ALL
SELECT raw FROM problems;
