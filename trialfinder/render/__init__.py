"""Results to text: pure, no database, no terminal."""
