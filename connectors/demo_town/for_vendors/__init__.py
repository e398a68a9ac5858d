"""Building blocks for a vendor's `demo`: its declaration, its share of the town's events, the names of documents."""
