"""Lay four sections' tables of April 2025 and cut a real release of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dashboards.export import exported_rows
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connectors.contract.messages import Message
    from warehouse.release.tables.release import Release


MONTH = date(2025, 4, 1)
DAYS = [day for k in range(30) if (day := MONTH + timedelta(days=k)).weekday() < 5]
SIZES = {"a": 6, "b": 6, "c": 6, "tiny": 4}
Row = dict[str, Any]
_EMPTY = {
    "mart.use_month": "tool text, month date, section text, active_days int, assigned_days int, state text",
    "mart.activation_month": "tool text, month date, section text, activated int, assigned int, state text",
    "mart.paper_month": "source text, kind text, month date, section text, sheets int, quality text, state text",
    "mart.paper_digital_month": "pair text, month date, section text, digital double, paper double, state text",
    "core.print_day": "source text, staff text, day_on date, jobs int, sheets int",
    "core.handling_day": "staff text, day_on date, handlings int",
    "core.hours_day": "staff text, day_on date, uses int, uses_out_of_hours int",
    "core.meeting_day": "staff text, day_on date, seconds int",
    "core.opened_day": "staff text, day_on date, meetings int, with_guests int",
    "mart.work_month": "section text, month date, uses int, uses_out_of_hours int, meeting_minutes double, assigned_days int, state text",
    "mart.outside_month": "section text, month date, online_meetings int, with_guests int, state text",
}
"""Table that Gate 2 reads → its columns; without rows unless a test gives some."""


def people(section: str) -> list[str]:
    return [f"{section}{k}" for k in range(SIZES[section])]


def per_person(**by_section: list[int]) -> dict[str, int]:
    """Who has how much, in the order of the section's people."""
    return {
        staff: amount
        for section, amounts in by_section.items()
        for staff, amount in zip(people(section), amounts, strict=False)
    }


def released(
    folder: Path, tell: Callable[[Message], None] = lambda _: None, **given: list[Row]
) -> dict[str, list[Row]]:
    """Lay the tables of April 2025, cut, and return what a reader sees; the same folder is the same warehouse."""
    tables: dict[str, list[Row]] = {
        "raw.assignment": [
            {"staff": staff, "section": section, "from_on": date(2020, 4, 1), "to_on": None}
            for section in SIZES
            for staff in people(section)
        ],
        "core.calendar": [{"day_on": d, "month": MONTH, "is_working_day": True} for d in DAYS],
        "core.requirement_day": [{"need": "none", "day_on": DAYS[0], "state": "final"}],
        "core.assignment_day": [
            {"staff": staff, "section": section, "day_on": day}
            for section in SIZES
            for staff in people(section)
            for day in DAYS
        ],
    }
    with open_store(folder / "warehouse.duckdb") as store:
        for name, columns in _EMPTY.items():
            store.execute(f"create or replace table {name} ({columns})")
        for name, rows in (
            tables | {one.replace("__", "."): of for one, of in given.items()}
        ).items():
            with store.registered("laid", pa.Table.from_pylist(rows)):
                store.execute(f"create or replace table {name} as select * from laid")
        release = cut_release(
            store,
            town=Town("町", MONTH, 4),
            today=date(2025, 5, 10),
            released_at=datetime(2025, 5, 10, tzinfo=UTC),
            tell=tell,
        )
    return {name: _with_texts(release, name) for name in release.tables}


def _with_texts(release: Release, name: str) -> list[Row]:
    """The rows of a table, with the text of each cell as it is exported."""
    rows, exported = release.tables[name].to_pylist(), exported_rows(release, name)
    return [row | seen for row, seen in zip(rows, exported, strict=True)]


def cells(rows: list[Row], **where: object) -> dict[str, str | None]:
    """Section → what is shown, or the reason why not."""
    return {
        row["section"]: row["shown"] or row["withheld_because"]
        for row in rows
        if all(row[name] == value for name, value in where.items())
    }


def work(uses: dict[str, int], out: dict[str, int], minutes: dict[str, float]) -> list[Row]:
    """The mart that goes with it."""
    return [
        {
            "section": section,
            "month": MONTH,
            "uses": sum(uses.get(one, 0) for one in people(section)),
            "uses_out_of_hours": sum(out.get(one, 0) for one in people(section)),
            "meeting_minutes": sum(minutes.get(one, 0.0) for one in people(section)),
            "assigned_days": len(DAYS) * SIZES[section],
            "state": "final",
        }
        for section in SIZES
    ]


def outside(**counts: tuple[int, int]) -> list[Row]:
    return [
        {
            "section": section,
            "month": MONTH,
            "online_meetings": counts.get(section, (0, 0))[0],
            "with_guests": counts.get(section, (0, 0))[1],
            "state": "final",
        }
        for section in SIZES
    ]


def settled_town() -> Row:
    """What the settings say, all of it."""
    days = ("closing_on", "base_from", "base_to")
    factors = ("yen_per_sheet", "grams_per_sheet", "co2_grams_per_sheet", "sheets_per_tree")
    return {
        "today": date(2025, 5, 10),
        **dict.fromkeys(days, date(2026, 3, 31)),
        "paper_base_year": 2024,
        "paper_ratio": 0.5,
        **dict.fromkeys(factors, 1.0),
        **dict.fromkeys(("yen_source", "grams_source", "co2_source", "tree_source"), "x"),
    }


def stays_itself(section: str) -> Row:
    """A section that no other takes over."""
    days = {"from_on": date(2020, 1, 1), "to_on": date(2030, 1, 1)}
    return {"section": section, "becomes": section, **days}
