"""The release tables: their columns and cells, how a number is coded and rounded, how they are read and exported."""
