"""Read rows of Google Workspace from a Reports API on loopback."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from connectors.contract.streams import Window
from connectors.vendors.google_workspace.streams import REPORTS
from tests.contract.reports_api import activity

if TYPE_CHECKING:
    from connectors.vendors.google_workspace import GoogleWorkspace

APRIL = Window(date(2025, 4, 1), date(2025, 4, 4))


def fetched_rows(
    connector: GoogleWorkspace, name: str = "drive", window: Window = APRIL
) -> list[dict[str, Any]]:
    batches = list(connector.fetch(REPORTS[name].stream, window))
    assert [batch.day_on for batch in batches] == list(window.days)
    for batch in batches:
        assert batch.rows.schema == REPORTS[name].stream.shape.arriving
        assert set(batch.rows["day_on"].to_pylist()) <= {batch.day_on}
    rows: list[dict[str, Any]] = pa.concat_tables(batch.rows for batch in batches).to_pylist()
    return rows


def edit_activities(count: int) -> list[dict[str, Any]]:
    return [
        activity(
            "drive",
            f"2025-04-02T{index // 60:02}:{index % 60:02}:00.000Z",
            "edit",
            number=-index,
            doc_id="d",
        )
        for index in range(count)
    ]
