"""Which kinds of source there are: one line a connector, its module imported only when used."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Connector

KINDS = {
    "google_workspace": "connectors.vendors.google_workspace",
    "cups": "connectors.vendors.cups",
    "papercut": "connectors.vendors.papercut",
    "paper_bought": "connectors.vendors.books.paper_bought",
    "approvals": "connectors.vendors.books.tallies",
    "filings": "connectors.vendors.books.tallies",
    "meetings": "connectors.vendors.books.tallies",
    "inspections": "connectors.vendors.books.tallies",
    "minutes": "connectors.vendors.books.tallies",
    "fax": "connectors.vendors.books.tallies",
    "automation": "connectors.vendors.books.tallies",
    "trainings": "connectors.vendors.books.trainings",
    "actions": "connectors.vendors.books.actions",
    "microsoft_365": "connectors.vendors.microsoft_365",
    "universal_print": "connectors.vendors.microsoft_365.universal_print",
    "line_works": "connectors.vendors.line_works",
    "zoom": "connectors.vendors.zoom",
    "copier_log": "connectors.vendors.copiers",
    "snmp": "connectors.vendors.snmp",
    "jitsi": "connectors.vendors.jitsi",
    "mattermost": "connectors.vendors.mattermost",
    "bigbluebutton": "connectors.vendors.bigbluebutton",
    "cybozu": "connectors.vendors.cybozu",
    "slack": "connectors.vendors.slack",
    "slack_members": "connectors.vendors.slack.members",
    "windows_files": "connectors.vendors.windows.file_server",
    "windows_print": "connectors.vendors.windows.print_log",
    "mapped_csv": "connectors.vendors.mapped_csv",
    "nextcloud": "connectors.vendors.nextcloud",
    "samba": "connectors.vendors.samba",
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
