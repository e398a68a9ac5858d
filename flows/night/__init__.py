"""A night: the ledger's gaps are read, models built, the release cut, pages drawn, alerts sent."""
