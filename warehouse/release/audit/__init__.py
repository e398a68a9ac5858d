"""The audit: before a release is written, it computes what a reader could infer from all released cells together."""
