-- Lets go of it before the new snapshot is closed.
DETACH old;
