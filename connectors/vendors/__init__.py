"""Vendors: one folder each; a vendor must not import another."""
