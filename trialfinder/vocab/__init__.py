"""The lexicons as data, and their typed loaders."""
