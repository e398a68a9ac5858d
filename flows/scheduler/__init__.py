"""Prefect's own server on loopback: starting it, watching its runs and recovering from killed ones."""
