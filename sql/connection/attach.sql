-- The snapshot to be read.
ATTACH $path AS kept (READ_ONLY);
