"""Cards on how the tools are used, and how that changed."""
