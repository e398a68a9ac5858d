"""A night: read the ledger's gaps, build the models, cut the release, draw the pages, send the alerts."""
