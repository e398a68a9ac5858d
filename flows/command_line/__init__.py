"""The terminal: what an operator types and reads, in the town's language."""
