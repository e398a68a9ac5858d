"""Mattermost: posts per day and team, from the server's own statistics. It must not request personal data."""

from __future__ import annotations

from connectors.vendors.mattermost.connector import Mattermost, Settings, connect

__all__ = ["Mattermost", "Settings", "connect"]
