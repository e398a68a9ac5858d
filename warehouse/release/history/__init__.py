"""What earlier releases showed: frozen months, corrections, and records that arrived later."""
