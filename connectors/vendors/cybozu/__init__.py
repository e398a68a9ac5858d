"""Cybozu Office and Garoon: their audit log as CSV."""

from __future__ import annotations

from connectors.vendors.cybozu.connector import Settings, connect

__all__ = ["Settings", "connect"]
