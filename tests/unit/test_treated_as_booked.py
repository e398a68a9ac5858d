"""Who was trained reaches the estimates as the book says it: of the section of that day, in the marts and in the release."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tests.unit.test_released_work import DAYS, SIZES, released, settled_town, stays_itself
from warehouse.estimates import write_estimates
from warehouse.release import SMALL
from warehouse.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
MONTHS = [date(2024 + (m + 3) // 12, (m + 3) % 12 + 1, 1) for m in range(12)]
TODAY = date(2025, 4, 10)
ENDS = date(2024, 12, 31)
FOUNDED = date(2025, 1, 1)
LONG_AGO, FOR_EVER = date(1900, 1, 1), date(9999, 12, 31)


def path(section: str, successor: str | None = None) -> list[Row]:
    own = {"section": section, "becomes": section, "from_on": LONG_AGO, "to_on": FOR_EVER}
    if successor is None:
        return [own]
    return [own | {"to_on": ENDS}, own | {"becomes": successor, "from_on": FOUNDED}]


def estimated(folder: Path, successor: str) -> Row:
    """Ten sections, four trained in September; the first of them ends in December."""
    uses = []
    for k in range(10):
        for at, month in enumerate(MONTHS):
            section = successor if k == 0 and month >= FOUNDED else f"s{k}"
            days = 30 + k + (12 if k < 4 and at >= 5 else 0)
            uses.append(
                {"section": section, "tool": "files", "month": month, "state": "final"}
                | {"active_days": days, "assigned_days": 100}
            )
    paths = path("s0", successor) + [row for k in range(1, 10) for row in path(f"s{k}")]
    trainings = [
        {"training": "t", "section": f"s{k}", "tool": None, "day_on": date(2024, 9, 9)}
        | {"attended": 0 if k == 9 else 3}
        for k in (0, 1, 2, 3, 9)
    ]
    action = {"booked_section": "s1", "tool": "files", "acted_on": None}
    tables: dict[str, list[Row]] = {
        "core.town": [{"today": TODAY, "launched_on": MONTHS[0]}],
        "core.month": [{"month": month, "is_over": True} for month in MONTHS],
        "core.section_path": paths if successor == "s5" else [*paths, *path(successor)],
        "raw.training": trainings,
        "core.action": [action | {"booked_section": "s1"}],
        "mart.use_month": _together(uses),
        "mart.activation_month": [
            {"section": "s1", "tool": "files", "month": MONTHS[0], "activated": 1, "assigned": 9}
        ],
    }
    with open_store(folder / "warehouse.duckdb") as store:
        for name, rows in tables.items():
            with store.lent("laid", pa.Table.from_pylist(rows)):
                store.execute(f"create or replace table {name} as from laid")
        write_estimates(store)
        found = store.table("from mart.effect").to_pylist()
    assert [row["kind"] for row in found] == ["training"]
    return dict(found[0])


def _together(uses: list[Row]) -> list[Row]:
    """One row a section and month."""
    found: dict[tuple[str, date], Row] = {}
    for row in uses:
        there = found.setdefault((row["section"], row["month"]), row)
        if there is not row:
            there["active_days"] += row["active_days"]
            there["assigned_days"] += row["assigned_days"]
    return list(found.values())


def test_the_marts_count_a_renamed_section_as_what_it_was(tmp_path: Path) -> None:
    """Treated four, compared six; nobody came to the training of the tenth, which is no training."""
    row = estimated(tmp_path, "neu")
    assert (row["treated"], row["compared"], row["left_out"]) == (4, 6, 0)
    assert abs(row["change_share"] - 0.12) < 1e-9


def test_the_marts_leave_out_a_section_that_took_in_a_trained_one(tmp_path: Path) -> None:
    """It is no comparison, nor is what it took in."""
    row = estimated(tmp_path, "s5")
    assert (row["treated"], row["compared"], row["left_out"]) == (3, 5, 1)
    assert abs(row["change_share"] - 0.12) < 1e-9


def listed(folder: Path, section: str, paths: list[Row]) -> Row:
    """The one training in April 2025 as it is released."""
    rows = released(
        folder,
        raw__training=[
            {"training": "t", "section": section, "tool": None, "day_on": DAYS[0], "attended": 3}
        ],
        core__town=[settled_town()],
        core__section_path=[stays_itself(one) for one in SIZES if one != "b"] + paths,
    )["training"]
    assert len(rows) == 1
    return rows[0]


def gone(section: str, last: date, successor: str) -> list[Row]:
    row = stays_itself(section)
    return [row | {"to_on": last}, row | {"becomes": successor, "from_on": date(2025, 5, 1)}]


def test_a_training_is_released_with_the_section_of_its_day_and_of_today(tmp_path: Path) -> None:
    """The one places it in its month, the other finds it today."""
    row = listed(tmp_path, "b", gone("b", date(2025, 4, 30), "c"))
    assert (row["section"], row["held_in"]) == ("c", "b")


def test_a_training_of_a_small_section_is_told_of_no_single_one(tmp_path: Path) -> None:
    """In neither column."""
    row = listed(tmp_path, "tiny", [stays_itself("b")])
    assert (row["section"], row["held_in"]) == (SMALL, SMALL)


def test_a_training_booked_under_a_code_that_had_ended_is_its_successor_s(tmp_path: Path) -> None:
    """The book was kept with the old code for a while."""
    old = {"section": "alt", "becomes": "alt", "from_on": LONG_AGO, "to_on": ENDS}
    row = listed(
        tmp_path,
        "alt",
        [
            stays_itself("b"),
            old,
            old | {"becomes": "b", "from_on": FOUNDED, "to_on": FOR_EVER},
        ],
    )
    assert (row["section"], row["held_in"]) == ("b", "b")
