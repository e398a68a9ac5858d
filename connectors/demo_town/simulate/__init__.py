"""What truly happens in the demo town: staff, days, meetings, books."""
