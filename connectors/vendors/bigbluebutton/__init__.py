"""BigBlueButton: meeting attendance, from its webhooks' events."""

from __future__ import annotations

from connectors.vendors.bigbluebutton.connector import Settings, connect

__all__ = ["Settings", "connect"]
