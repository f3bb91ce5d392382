-- The part of a list of sites that is told of the trial: one row for each of the trials $nct_ids of the last candidates.sql, columns
-- as in the data dictionary. Read from the temporary table afterwards: as values, as cells, as Parquet.
--   $own          concepts that count as the cancer itself (see CancerAsked); NULL: no cancer asked
--   $query, $tool_version, $schema   the same in every row
CREATE OR REPLACE TEMP TABLE trial_part AS
WITH chosen AS (
    SELECT unnest($nct_ids::VARCHAR[]) AS nct_id, generate_subscripts($nct_ids::VARCHAR[], 1) AS place
),
central AS (
    SELECT nct_id, people(name, role, phone, email, rowid) AS central_contacts
    FROM contacts
    WHERE kind = 'central' AND nct_id IN (SELECT nct_id FROM chosen)
    GROUP BY nct_id
),
evidence AS (
    SELECT
        nct_id,
        list(stage || ' ' || polarity || ': ' || text || ' [' || section || ', ' || rule || ']' ORDER BY n) AS stage_evidence
    FROM stage_evidence
    WHERE nct_id IN (SELECT nct_id FROM chosen)
    GROUP BY nct_id
),
read_as AS (
    SELECT nct_id, list_concat(about, list_filter(umbrella, lambda u: NOT list_contains(about, u))) AS cancers
    FROM trials
    WHERE nct_id IN (SELECT nct_id FROM chosen)
),
named AS (
    SELECT r.nct_id, list(coalesce(n.name, r.concept) ORDER BY r.place) AS cancer_names
    FROM (SELECT nct_id, unnest(cancers) AS concept, generate_subscripts(cancers, 1) AS place FROM read_as) r
    LEFT JOIN concept_names n USING (concept)
    GROUP BY r.nct_id
)
SELECT
    t.nct_id, t.title, t.status,
    c.match_group AS group,
    ['fits', 'unclear', 'unfit'][c.fit + 1] AS fit,
    coalesce(w.reasons, []) AS reasons,
    list_filter(['0', 'I', 'II', 'III', 'IV'], lambda stage, i: (t.stage_accepted >> (i - 1)::UTINYINT) & 1 = 1) AS stage_accepted,
    list_filter(['0', 'I', 'II', 'III', 'IV'], lambda stage, i: (t.stage_ruled_out >> (i - 1)::UTINYINT) & 1 = 1) AS stage_ruled_out,
    coalesce(e.stage_evidence, []) AS stage_evidence,
    r.cancers, t.phases, t.treatments, t.conditions, t.min_age_years, t.max_age_years, t.sex,
    t.open_sites, t.last_update, t.last_verified,
    'https://clinicaltrials.gov/study/' || t.nct_id AS url,
    snapshot.registry_timestamp::DATE AS data_as_of,
    coalesce(n.cancer_names, []) AS cancer_names,
    $own IS NOT NULL AND NOT list_has_any(t.about, $own::VARCHAR[]) AS names_broader_disease,
    t.stage_applies, t.line, t.study_type, t.primary_purpose, t.sponsor, t.sites,
    snapshot.sample,
    ['open', 'expanded_access', 'upcoming', 'invitation', 'closed'][c.standing + 1] AS standing,
    t.less_treatment,
    t.central_name,
    t.central_phone,
    t.central_email,
    t.official_title, t.acronym, t.enrollment, t.first_posted, t.start_date,
    t.extents AS disease_extents,
    t.rollover,
    coalesce(p.central_contacts, []) AS central_contacts,
    $query AS query,
    $tool_version AS tool_version,
    $schema AS schema
FROM candidates c
JOIN trials t USING (nct_id)
JOIN chosen o USING (nct_id)
JOIN read_as r USING (nct_id)
CROSS JOIN snapshot
LEFT JOIN trial_reasons w USING (nct_id)
LEFT JOIN central p USING (nct_id)
LEFT JOIN evidence e USING (nct_id)
LEFT JOIN named n USING (nct_id)
ORDER BY o.place, nct_id;
