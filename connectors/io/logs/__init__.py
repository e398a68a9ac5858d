"""Logs and exports as files: lines, rotation, and which days they vouch for."""
