"""Cards on the records themselves: which days are there, which sources changed."""
