"""`hirogari.toml`: its only reader, its tables, and the texts written from it."""
