"""Jitsi: the number of meetings that began, from Jicofo's log."""

from __future__ import annotations

from connectors.vendors.jitsi.connector import Settings, connect

__all__ = ["Settings", "connect"]
