"""Slack: messages sent by each person in public channels, read through the town's own internal app."""

from __future__ import annotations

from connectors.vendors.slack.connector import Slack, connect
from connectors.vendors.slack.settings import Settings

__all__ = ["Settings", "Slack", "connect"]
