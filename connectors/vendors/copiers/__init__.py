"""Copiers' job logs as CSV, with one column map per maker."""

from __future__ import annotations

from connectors.vendors.copiers.connector import Settings, connect

__all__ = ["Settings", "connect"]
