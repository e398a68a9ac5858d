"""Books that sections keep by hand, in Excel or CSV: taken whole, or rejected with every mistake named."""
