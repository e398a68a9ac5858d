"""Fits and effects, with what is not known of them."""
