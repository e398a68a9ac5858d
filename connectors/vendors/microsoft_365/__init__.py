"""Microsoft 365: counts per person and day, from Graph's usage reports."""

from __future__ import annotations

from connectors.vendors.microsoft_365.connector import connect
from connectors.vendors.microsoft_365.settings import Settings

__all__ = ["Settings", "connect"]
