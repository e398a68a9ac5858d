"""CUPS: print jobs from cupsd's page_log."""

from __future__ import annotations

from connectors.vendors.cups.connector import Settings, connect

__all__ = ["Settings", "connect"]
