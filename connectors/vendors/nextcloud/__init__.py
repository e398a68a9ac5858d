"""Nextcloud: who opened, wrote and created which file, or only the number of users per day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from connectors.vendors.nextcloud.audit_log import read_audit_log
from connectors.vendors.nextcloud.server_info import ServerInfo
from connectors.vendors.nextcloud.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Connector

__all__ = ["Settings", "connect"]


def connect(settings: SourceSettings, *, now: Callable[[], datetime] | None = None) -> Connector:
    """Build the connector that the settings select, without reading a file or sending a request."""
    mine = cast("Settings", settings)
    if mine.files:
        return read_audit_log(mine)
    return ServerInfo(mine, now or (lambda: datetime.now(UTC)))
