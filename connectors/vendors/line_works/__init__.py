"""LINE WORKS: messages, mail and Drive use, from its audit logs, by API or from files saved by hand."""

from __future__ import annotations

from connectors.vendors.line_works.connector import connect
from connectors.vendors.line_works.settings import Settings

__all__ = ["Settings", "connect"]
