"""Write print logs of CUPS and PaperCut, and read them through their connectors."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors.cups import connector as cups
from connectors.vendors.papercut import connector as papercut

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from connectors.contract.streams import Batch, Connector

MAY = Window(date(2025, 5, 1), date(2025, 6, 1))


def cups_connector(*files: Path, **more: Any) -> cups.Cups:  # noqa: ANN401 - any setting
    return cups.connect(cups.Settings(name="cups", files=files, **more))


def papercut_connector(*files: Path) -> papercut.PaperCut:
    return papercut.connect(papercut.Settings(name="papercut", files=files))


def fetch_days(connector: Connector, window: Window = MAY) -> tuple[list[Batch], SkipPart | None]:
    batches: list[Batch] = []
    try:
        # What came before the error stays in the list.
        batches.extend(connector.fetch(connector.streams[0], window))
    except SkipPart as error:
        return batches, error
    return batches, None


def fetch_rows(batches: Iterable[Batch]) -> list[dict[str, Any]]:
    tables = [batch.rows for batch in batches]
    rows: list[dict[str, Any]] = pa.concat_tables(tables).to_pylist() if tables else []
    return rows


def page_log_line(
    day: int,
    number: int,
    *,
    total: int = 4,
    copies: str = "1",
    sides: str = "one-sided",
    name: str = "n",
) -> str:
    return (
        f"[{day:02}/May/2025:10:00:00 +0900]\tmfp1\thanako\t{number}\ttotal\t{total}\t{total}\t0\t{copies}"
        f"\t{sides}\t-\tcolor\t1\t-\tlocalhost\t{name}\n"
    )
