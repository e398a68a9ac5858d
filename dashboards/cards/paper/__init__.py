"""Cards on paper and on its replacement by digital work."""
