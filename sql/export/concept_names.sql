-- Plain names of the cancers of the vocabulary, for lists.
CREATE OR REPLACE TEMP TABLE concept_names AS
SELECT unnest($concepts::VARCHAR[]) AS concept, unnest($names::VARCHAR[]) AS name;
