"""PaperCut Print Logger: its CSV files, one row per job."""

from __future__ import annotations

from connectors.vendors.papercut.connector import Settings, connect

__all__ = ["Settings", "connect"]
