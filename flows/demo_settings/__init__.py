"""Writes the demo's settings as an operator would write them."""
