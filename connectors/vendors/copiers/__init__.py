"""Copiers' job logs as CSV, by a map of columns for each maker."""

from __future__ import annotations

from connectors.vendors.copiers.connector import Settings, connect

__all__ = ["Settings", "connect"]
