"""`hirogari.toml`: its only reader, its tables, and the texts that are written from it."""
