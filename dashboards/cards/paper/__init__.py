"""Cards on paper and on what replaces it."""
