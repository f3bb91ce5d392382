-- The snapshot before, for reading only.
ATTACH $path AS previous (READ_ONLY);
