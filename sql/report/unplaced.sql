-- Towns of sites that are not among the localities; none in a sound snapshot.
SELECT DISTINCT country, state, city FROM sites ANTI JOIN localities USING (locality) ORDER BY country, state, city LIMIT 1;
