"""Vendors in, pseudonyms out: everything that reads a source."""
