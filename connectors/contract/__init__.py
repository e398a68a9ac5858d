"""What every connector promises: streams, fields, windows, batches, shapes, errors and findings."""
