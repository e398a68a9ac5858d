"""Printing: print servers' job logs and devices' counters."""
