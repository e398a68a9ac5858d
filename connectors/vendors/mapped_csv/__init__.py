"""The export of any tool without a connector: the settings say what each column holds."""

from __future__ import annotations

from connectors.vendors.mapped_csv.connector import Settings, connect

__all__ = ["Settings", "connect"]
