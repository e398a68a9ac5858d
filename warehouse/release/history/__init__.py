"""What was shown stays: months once shown, their corrections, and records that came late."""
