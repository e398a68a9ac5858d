"""Reads the models' SQL, orders it, builds what changed, and checks the result."""
