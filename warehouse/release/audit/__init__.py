"""The audit: what a reader could infer from all released cells together, solved for before a release is written."""
