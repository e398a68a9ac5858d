"""Microsoft 365 through Graph's usage reports: counts per person and day, by date."""

from __future__ import annotations

from connectors.vendors.microsoft_365.connector import connect
from connectors.vendors.microsoft_365.settings import Settings

__all__ = ["Settings", "connect"]
