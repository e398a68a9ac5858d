"""Raw facts and the ledger of what was read: the one file, its schema, and who may write it."""
