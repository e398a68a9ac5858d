"""Which cells a release withholds, why, and how it writes them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from dashboards.export import write_csv
from tests.privacy.random_release import publish
from tests.privacy.random_town import (
    RandomTown,
    raise_random_town,
)
from warehouse.months import quarter_of
from warehouse.policy import Floors
from warehouse.release.groups.threshold import merge_below_threshold
from warehouse.release.rules.dominance import suppress_dominated
from warehouse.release.tables.release import SMALL, TOWN, Release

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def test_settings_can_raise_a_floor_and_never_lower_it() -> None:
    """The refusal says why."""
    assert Floors(section=8, merged=12).section == 8
    for looser in ({"section": 4}, {"merged": 9}):
        with pytest.raises(ValueError, match=r"below the minimum .* settings can only raise it"):
            Floors(**looser)


def test_small_sections_stand_together_or_not_at_all() -> None:
    """Under five people merged, with the next smallest until two sections and ten people."""
    assert merge_below_threshold({"a": 4, "b": 6, "c": 9}, Floors()) == {
        "a": SMALL,
        "b": SMALL,
        "c": "c",
    }
    assert merge_below_threshold({"a": 3, "b": 4, "c": 5, "d": 9}, Floors()) == {
        "a": SMALL, "b": SMALL, "c": SMALL, "d": "d",
    }  # fmt: skip
    assert merge_below_threshold({"a": 4, "b": 9}, Floors()) is None
    assert merge_below_threshold({"a": 3, "b": 3}, Floors()) is None


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[RandomTown, Release]:
    """A random town of twelve months, the last of which is not over."""
    town = raise_random_town(16)
    return town, publish(town, tmp_path_factory.mktemp("town"), running=True)


NUMBERS = (
    "use_month", "activation_month", "habitual_month", "paper_month", "paper_digital_month",
)  # fmt: skip


def test_a_month_that_runs_is_not_shown(published: tuple[RandomTown, Release]) -> None:
    """From one night to the next it would show one day."""
    town, release = published
    for name in NUMBERS:
        rows = [row for row in release.tables[name].to_pylist() if row["month"] == town.months[-1]]
        assert rows
        assert {row["coding"] for row in rows} == {None}


def test_a_withheld_value_is_null_with_a_reason_and_never_zero(
    published: tuple[RandomTown, Release],
) -> None:
    """In every column that could hold it."""
    _, release = published
    seen: Counter[str] = Counter()
    for name in NUMBERS:
        for row in release.tables[name].to_pylist():
            if row["withheld_because"] is not None:
                seen[row["withheld_because"]] += 1
                hidden = [row.get(c) for c in ("coding", "low", "high", "digital", "paper")]
                assert hidden == [None] * 5
    assert {"small_group", "running_month", "dominance"} <= seen.keys()


def test_no_section_under_five_people_stands_alone(published: tuple[RandomTown, Release]) -> None:
    """On the roster of the quarter's first day."""
    town, release = published
    for name in NUMBERS:
        alone = [
            row
            for row in release.tables[name].to_pylist()
            if row["coding"] is not None and row["section"] not in {SMALL, TOWN}
        ]
        assert alone, f"{name} shows no section"
        for row in alone:
            frozen = town.on(quarter_of(row["month"]))
            assert sum(section == row["section"] for section in frozen.values()) >= 5


def test_nobody_has_more_than_half_of_the_paper_that_is_shown(
    published: tuple[RandomTown, Release],
) -> None:
    """Counted from the hidden days, and a withheld section is never the only one."""
    town, release = published
    by: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    for (staff, day), sheets in town.sheets.items():
        by[town.on(day)[staff], day.replace(day=1)][staff] += sheets
    withheld: Counter[date] = Counter()
    for row in release.tables["paper_month"].to_pylist():
        if row["coding"] is not None and row["section"] not in {SMALL, TOWN}:
            parts = by[row["section"], row["month"]]
            assert 2 * max(parts.values()) <= sum(parts.values())
        withheld[row["month"]] += row["withheld_because"] == "dominance"
    assert 1 not in withheld.values()
    assert max(withheld.values()) > 1


def test_a_withheld_section_is_covered_until_nobody_has_more_than_half_of_both() -> None:
    """The next smallest comes first; one person's share in the sum decides."""
    parts = {
        "sheets": {
            "a": Counter(p1=90, p2=10),
            "b": Counter(p3=20, p4=20),
            "c": Counter(p5=40, p6=40),
            "d": Counter(p7=400, p8=400),
        }
    }
    totals = {"a": 100.0, "b": 40.0, "c": 80.0, "d": 800.0}
    assert suppress_dominated(parts, totals) == {
        "a": "dominance", "b": "dominance", "c": "dominance",
    }  # fmt: skip


def test_a_withheld_section_is_covered_by_those_of_whom_least_is_told_last() -> None:
    """Who is told as few lends no cover; where there is nobody else, they are not told either."""
    parts = {
        "sheets": {
            "a": Counter(p1=30, p2=10),
            "b": Counter(p3=4),
            "c": Counter(p5=40, p6=40),
        }
    }
    totals = {"a": 40.0, "b": 4.0, "c": 80.0}
    assert suppress_dominated(parts, totals, few={"b"}) == {"a": "dominance", "c": "dominance"}
    both = {one: totals[one] for one in "ab"}
    assert suppress_dominated(parts, both, few={"b"}) == {"a": "dominance", "b": "dominance"}


def test_no_cell_of_the_export_is_a_formula(
    published: tuple[RandomTown, Release], tmp_path: Path
) -> None:
    """A section may be called anything."""
    _, release = published
    names = ["=cmd|'/c calc'!A0", "+1", "-1", "@x", "\t=1", "＝1"]
    table = pa.concat_tables([release.tables["section"].slice(0, 1)] * len(names))
    named = table.set_column(1, "name", [names])
    hostile = Release.of(
        release.town, release.as_of, release.released_at,
        {**release.tables, "section": named.cast(table.schema)},
    )  # fmt: skip
    write_csv(hostile, tmp_path)
    with (tmp_path / "section.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@|＝") and len(cell) > 1]
    assert (tmp_path / "section.csv").read_bytes().startswith(b"\xef\xbb\xbf")
