"""Samba's `vfs_full_audit`: who did what to which file on the file server."""

from __future__ import annotations

from connectors.vendors.samba.connector import Settings, connect

__all__ = ["Settings", "connect"]
