-- Trials whose age limits or sex changed; they stand beside the criteria in the record and count as criteria.
INSERT INTO changes BY NAME
SELECT
    p.* EXCLUDE (same_text), 'criteria_changed' AS kind,
    'ages and sex: ' || age_words(o.min_age_years, o.max_age_years, o.sex) AS before,
    'ages and sex: ' || age_words(n.min_age_years, n.max_age_years, n.sex) AS after
FROM pairs p
JOIN previous.trials o USING (nct_id)
JOIN trials n USING (nct_id)
WHERE (o.min_age_years, o.max_age_years, o.sex) IS DISTINCT FROM (n.min_age_years, n.max_age_years, n.sex);
