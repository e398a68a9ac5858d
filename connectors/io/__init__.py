"""Vendor-independent readers: HTTP responses, tables, logs and print logs."""
