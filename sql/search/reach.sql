-- Each trial with sites in reach of what was asked of the place, from asked_localities.sql and asked_sites.sql.
--   $placed      something was asked of the place; if not, only sites that do not take people yet are looked at
--   $closed_too  a site that takes nobody will do as well: trials of any status were asked for
--   $only        one trial by its id; NULL: all
--   depth: as in asked_sites.sql, of the site that meets most. inside: a site certainly meets all. doubt: why none is certain.
--   miles: to the nearest open site in reach, else to the nearest one. taking: 0 a site takes people, 2 soon, 3 by invitation, 4 none
CREATE OR REPLACE TEMP TABLE reach AS
WITH asked AS (
    SELECT
        s.nct_id, s.access, CASE WHEN l.miles <= $miles THEN l.miles END AS miles,
        coalesce(a.depth, 5) AS depth, coalesce(l.doubt, a.doubt) AS doubt
    FROM sites s
    JOIN asked_localities l USING (locality)
    LEFT JOIN asked_sites a USING (nct_id, site)
    WHERE l.in_reach
        AND ($only IS NULL OR s.nct_id = $only)
        AND ($closed_too OR s.access <> 'closed')
        AND ($placed OR s.access IN ('upcoming', 'invitation'))
)
SELECT
    nct_id,
    max(depth) AS depth,
    coalesce(
        min(miles) FILTER (depth = 5 AND access = 'open'),
        min(miles) FILTER (depth = 5 AND access = 'unstated'),
        min(miles) FILTER (depth = 5)
    ) AS miles,
    coalesce(bool_or(doubt IS NULL) FILTER (depth = 5), FALSE) AS inside,
    min(doubt) FILTER (depth = 5) AS doubt,
    count(*) FILTER (depth = 5 AND doubt IS NULL AND access IN ('open', 'unstated')) AS open_near,
    min(CASE access WHEN 'upcoming' THEN 2 WHEN 'invitation' THEN 3 WHEN 'closed' THEN 4 ELSE 0 END) FILTER (depth = 5) AS taking
FROM asked
GROUP BY nct_id;
