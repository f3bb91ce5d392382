-- What each trial of $nct_ids says about the markers asked, in its own words, and which markers its titles ask for.
SELECT m.nct_id, m.marker, m.answer, m.text, m.section
FROM markers m
JOIN (SELECT unnest($nct_ids::VARCHAR[]) AS nct_id) USING (nct_id)
WHERE list_contains($markers::VARCHAR[], m.marker)
    OR (m.answer = 'required' AND m.section IN ('brief_title', 'official_title'))
ORDER BY m.nct_id, m.marker, m.section, m.text;
