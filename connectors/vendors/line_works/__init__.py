"""LINE WORKS: messages and mail sent, from its audit log, by API or from files saved by hand."""

from __future__ import annotations

from connectors.vendors.line_works.connector import connect
from connectors.vendors.line_works.settings import Settings

__all__ = ["Settings", "connect"]
