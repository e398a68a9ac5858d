"""How anything is read: over HTTP, from tables, from logs, from print logs."""
