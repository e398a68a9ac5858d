"""Universal Print: each person's sheets per day, from Graph or a CSV that PowerShell saved."""

from __future__ import annotations

from connectors.vendors.microsoft_365.universal_print.connector import Settings, connect, sign_in

__all__ = ["Settings", "connect", "sign_in"]
