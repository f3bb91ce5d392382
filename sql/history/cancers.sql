-- Trials that are read to be about other cancers than before (concept ids of those that went, and those that came): `cancers_changed`
-- when the record's text changed too, else `reread` by other rules.
INSERT INTO changes BY NAME
SELECT
    p.* EXCLUDE (same_text), CASE WHEN same_text THEN 'reread' ELSE 'cancers_changed' END AS kind,
    array_to_string(list_filter(list_distinct(o.about || o.umbrella), lambda c: NOT list_contains(n.about || n.umbrella, c)), ', ') AS before,
    array_to_string(list_filter(list_distinct(n.about || n.umbrella), lambda c: NOT list_contains(o.about || o.umbrella, c)), ', ') AS after
FROM pairs p
JOIN previous.trials o USING (nct_id)
JOIN trials n USING (nct_id)
WHERE before <> after;
