"""The warehouse: facts, the ledger, the models built from them, and the release cut from the models."""
