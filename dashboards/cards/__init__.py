"""What pages are put together from: a figure with its finding, pictures and table."""
