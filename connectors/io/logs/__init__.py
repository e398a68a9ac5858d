"""Readers of logs and exports in files: lines, rotation, and the days that the files vouch for."""
