"""The registry: what to ask it, how to ask, and how to read its records. Everything that touches the network lives here."""
