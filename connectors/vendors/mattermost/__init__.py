"""Mattermost: posts a day for each team, from the server's own statistics. No person is asked for."""

from __future__ import annotations

from connectors.vendors.mattermost.connector import Mattermost, Settings, connect

__all__ = ["Mattermost", "Settings", "connect"]
