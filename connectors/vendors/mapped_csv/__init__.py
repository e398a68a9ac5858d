"""Any other tool's export: the settings say which column is what."""

from __future__ import annotations

from connectors.vendors.mapped_csv.connector import Settings, connect

__all__ = ["Settings", "connect"]
