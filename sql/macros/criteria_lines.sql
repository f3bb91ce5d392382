-- The criteria of a raw record line by line, without markup (escapes, bullets, blanks), in their order.
CREATE OR REPLACE TEMP MACRO criteria_lines(raw) AS
    list_filter(
        list_transform(
            string_split(
                coalesce(json_extract_string(raw, '$.protocolSection.eligibilityModule.eligibilityCriteria'), ''), chr(10)
            ),
            lambda line: trim(regexp_replace(regexp_replace(replace(line, '\', ''), '^\s*([*•·-]+|\d{1,2}[.)])\s+', ''), '\s+', ' ', 'g'))
        ),
        lambda line: line <> ''
    );
