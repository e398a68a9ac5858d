"""Printers' lifetime page counters over SNMP."""

from __future__ import annotations

from connectors.vendors.snmp.connector import Settings, connect

__all__ = ["Settings", "connect"]
