-- A stage reading in words: "takes III, IV; rules out 0, I, II". Bits as in README.
CREATE OR REPLACE TEMP MACRO stage_words(applies, accepted, ruled_out) AS
    CASE
        WHEN NOT applies THEN 'not staged by numbers'
        WHEN accepted = 0 AND ruled_out = 0 THEN 'not stated'
        ELSE concat_ws('; ',
            'takes ' || nullif(array_to_string(
                list_filter(['0', 'I', 'II', 'III', 'IV'], lambda s, i: (accepted >> (i - 1)) & 1 = 1), ', '), ''),
            'rules out ' || nullif(array_to_string(
                list_filter(['0', 'I', 'II', 'III', 'IV'], lambda s, i: (ruled_out >> (i - 1)) & 1 = 1), ', '), '')
        )
    END;
