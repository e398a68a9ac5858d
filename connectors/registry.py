"""Which kinds of source there are: one line a connector, its module imported only when used."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from connectors.configuration import SourceSettings
    from connectors.contract import Connector

KINDS = {
    "google_workspace": "connectors.google_workspace",
    "cups": "connectors.printing.cups",
    "papercut": "connectors.printing.papercut",
    "paper_bought": "connectors.books.paper_bought",
    "approvals": "connectors.books.tallies",
    "filings": "connectors.books.tallies",
    "meetings": "connectors.books.tallies",
    "inspections": "connectors.books.tallies",
    "minutes": "connectors.books.tallies",
    "fax": "connectors.books.tallies",
    "automation": "connectors.books.tallies",
    "trainings": "connectors.books.trainings",
    "actions": "connectors.books.actions",
    "microsoft_365": "connectors.microsoft_365",
    "universal_print": "connectors.microsoft_365.universal_print",
    "line_works": "connectors.line_works",
    "zoom": "connectors.zoom",
    "copier_log": "connectors.printing.copier_log",
    "snmp": "connectors.printing.snmp",
    "jitsi": "connectors.jitsi",
    "mattermost": "connectors.mattermost",
    "bigbluebutton": "connectors.bigbluebutton",
    "cybozu": "connectors.cybozu",
    "slack": "connectors.slack",
    "slack_members": "connectors.slack_members",
    "windows_files": "connectors.windows_files",
    "windows_print": "connectors.printing.windows",
    "mapped_csv": "connectors.mapped_csv",
    "nextcloud": "connectors.nextcloud",
    "samba": "connectors.samba",
}
"""`kind` in the settings → the module with its `Settings` and `connect`."""


class ConnectorModule(Protocol):
    """What a connector's module offers. Importing it must not import the vendor's library."""

    Settings: type[SourceSettings]

    def connect(self, settings: SourceSettings) -> Connector:
        """Build the connector; no request is made yet."""


def connect(settings: SourceSettings, now: Callable[[], datetime]) -> Connector:
    """Build a source's connector with the night's clock, where it asks for one; no request is made yet."""
    build: Callable[..., Connector] = module_of(settings.kind).connect
    clock = {"now": now} if "now" in signature(build).parameters else {}
    return build(settings, **clock)


def module_of(kind: str) -> ConnectorModule:
    """Import the module of a kind.

    Raises:
        KeyError: there is no such kind.
    """
    return cast("ConnectorModule", import_module(KINDS[kind]))
