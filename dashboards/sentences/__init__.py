"""Sentences made from released numbers: what, how much, since when, how certain. They name no cause."""
