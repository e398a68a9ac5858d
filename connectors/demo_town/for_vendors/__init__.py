"""What a vendor's `demo` is written with: its declaration, its share of the town, the names of documents."""
