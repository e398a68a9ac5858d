"""Zoom: meeting attendance, from reports saved by hand or from the report API of paid plans."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from connectors.vendors.zoom.report_api import ReportApi
from connectors.vendors.zoom.saved_reports import connect_saved
from connectors.vendors.zoom.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Connector

__all__ = ["Settings", "connect"]


def connect(settings: SourceSettings, *, now: Callable[[], datetime] | None = None) -> Connector:
    """Build the connector that the settings select, without reading a file or sending a request."""
    mine = cast("Settings", settings)
    if mine.files:
        return connect_saved(mine)
    return ReportApi(mine, now or (lambda: datetime.now(UTC)))
