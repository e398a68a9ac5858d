"""Prefect's own server on loopback: how it is started, watched and cleared after a kill."""
