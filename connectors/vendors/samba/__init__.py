"""Samba's `vfs_full_audit`: file use on the file server, by person and file."""

from __future__ import annotations

from connectors.vendors.samba.connector import Settings, connect

__all__ = ["Settings", "connect"]
