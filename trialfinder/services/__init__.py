"""Use-cases: each module does one thing a person asks for, and prints nothing."""
