"""A tool that goes over from one vendor to another: the state of the data says on which day its line begins anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards.cards.records.source_changes import source_changes_figure
from dashboards.text.words import Words
from warehouse.facts.store import open_store
from warehouse.release.publishing import read_freshness

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 3, 31)
CLOUD, GOOGLE = date(2025, 4, 1), date(2025, 12, 1)


def changes(folder: Path, *sources: dict[str, object]) -> list[dict[str, object]]:
    blank = {"stream": "files", "shape": "use", "grain": "day", "until": None, "noted_on": CLOUD}
    with open_store(folder / "w.duckdb") as store:
        store.execute("create table core.calendar (day_on date, month date)")
        for one in sources:
            row = blank | one
            names = ", ".join(row)
            store.execute(
                f"insert into ledger.source ({names}) values ({', '.join('?' * len(row))})",
                list(row.values()),
            )
        return read_freshness(store, AS_OF)["source_change"].to_pylist()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_tool_that_changes_its_vendor_is_named_with_both_days(
    language: str, tmp_path: Path
) -> None:
    found = changes(
        tmp_path,
        {"source": "cloud", "kind": "nextcloud", "tools": ["files"], "since": CLOUD, "until": date(2025, 11, 30)},
        {"source": "workspace", "kind": "google", "tools": ["files", "chat"], "since": GOOGLE},
        {"source": "rooms", "kind": "jitsi", "tools": ["meetings"], "since": date(2025, 10, 1)},
    )  # fmt: skip
    assert {(one["source"], one["day_on"], one["change"]) for one in found} == {
        ("cloud", date(2025, 11, 30), "ended"),
        ("workspace", GOOGLE, "began"),
    }
    figure = source_changes_figure(found, words := Words(language))
    assert figure is not None
    told = [(head, [cell.text for cell in cells]) for head, cells in figure.tables[0].rows]
    assert [head for head, _ in told] == [words.day(GOOGLE), words.day(date(2025, 11, 30))]
    assert words("files") in told[1][1]


def test_one_source_from_the_first_day_to_now_is_no_change(tmp_path: Path) -> None:
    found = changes(
        tmp_path, {"source": "cloud", "kind": "nextcloud", "tools": ["files"], "since": CLOUD}
    )
    assert found == []
    assert source_changes_figure(found, Words("ja")) is None
