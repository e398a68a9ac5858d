"""Cards on the use of the tools, and on its change."""
