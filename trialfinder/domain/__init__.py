"""Plain values and errors. Imports nothing else of the project."""
