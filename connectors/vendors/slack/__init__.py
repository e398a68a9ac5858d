"""Slack: messages sent by each person in public channels, counted by an internal app of the town's own."""

from __future__ import annotations

from connectors.vendors.slack.connector import Slack, connect
from connectors.vendors.slack.settings import Settings

__all__ = ["Settings", "Slack", "connect"]
