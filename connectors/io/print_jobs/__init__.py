"""What came out on paper: print servers' logs, devices' counters."""
