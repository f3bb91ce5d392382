-- What each trial of $nct_ids says about the markers asked, in its own words.
SELECT m.nct_id, m.marker, m.text, m.section
FROM markers m
JOIN (SELECT unnest($nct_ids::VARCHAR[]) AS nct_id) USING (nct_id)
WHERE list_contains($markers::VARCHAR[], m.marker)
ORDER BY m.nct_id, m.marker, m.section, m.text;
