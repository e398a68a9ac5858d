"""What happened in the demo town, as Google's Reports API tells it."""
