-- Cities with a facility or center of the name asked, as "country|state|city": a site there without a name could be the one.
SELECT DISTINCT country || '|' || state || '|' || city AS city
FROM sites
WHERE coalesce(regexp_matches(folded(facility), $facility_like), TRUE)
    AND coalesce(list_contains($centers::VARCHAR[], center), TRUE)
ORDER BY city;
