"""Raw facts and the ledger of what was read: the DuckDB file, its schema and its only writers."""
