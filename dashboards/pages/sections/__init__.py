"""課別: every section in one table, and a page for each."""
