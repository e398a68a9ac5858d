"""Readers of tables kept by people or exported by vendors: a table is read completely, or refused with a next step."""
