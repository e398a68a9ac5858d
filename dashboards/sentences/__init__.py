"""Sentences made from released numbers: what, how much, since when, how sure."""
