"""Command-line input and output: arguments, shared options, and text in the town's language."""
