"""Nextcloud: who opened, wrote and made which file, or only how many people used it in a day."""

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
    """Build the connector the settings ask for; nothing is read or asked yet."""
    mine = cast("Settings", settings)
    if mine.files:
        return read_audit_log(mine)
    return ServerInfo(mine, now or (lambda: datetime.now(UTC)))
