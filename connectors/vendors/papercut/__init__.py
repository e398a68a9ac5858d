"""PaperCut Print Logger: its CSV files, a row a job."""

from __future__ import annotations

from connectors.vendors.papercut.connector import Settings, connect

__all__ = ["Settings", "connect"]
