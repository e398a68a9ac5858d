"""Measurements, each side by side with its budget; `make bench` runs them all."""
