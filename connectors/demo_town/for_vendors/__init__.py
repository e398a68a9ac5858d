"""What happened in the demo town, as each vendor tells it: a file a vendor."""
