"""The release tables: their columns, their cells, who is published together, and what was shown before."""
