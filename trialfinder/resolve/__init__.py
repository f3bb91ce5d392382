"""The person's words -> concepts, stages and places. Offline; what is not understood is said, never guessed."""
