-- Trials of `candidates` at the NCI-designated centers whose sites take people now: one row a trial and site, ranked as a search.
--   $worst  2 shows trials that may not fit as well, 1 does not
SELECT
    s.center, s.facility, s.city, s.state, s.lat, s.lon, s.access, s.contact_name, s.contact_phone, s.contact_email,
    t.nct_id, t.title, t.status, t.study_type, t.phases, t.treatments, t.central_name, t.central_phone, t.central_email,
    c.match_group, c.fit
FROM candidates c
JOIN trials t USING (nct_id)
JOIN sites s USING (nct_id)
WHERE s.center <> '' AND s.access IN ('open', 'unstated') AND c.removed_by IS NULL AND c.fit <= $worst
ORDER BY c.fit, c.match_group, t.status <> 'RECRUITING', t.primary_purpose <> 'TREATMENT', t.last_update DESC NULLS LAST, nct_id, s.site;
