"""Google Workspace: what staff do in Drive, Meet, Chat and Calendar, from the Reports API."""

from __future__ import annotations

from connectors.vendors.google_workspace.connector import GoogleWorkspace, connect
from connectors.vendors.google_workspace.settings import Settings

__all__ = ["GoogleWorkspace", "Settings", "connect"]
