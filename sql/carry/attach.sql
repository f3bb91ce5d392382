-- The snapshot whose rows are carried over.
ATTACH $path AS old (READ_ONLY);
