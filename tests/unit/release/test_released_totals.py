"""Counters, books and a vendor's own totals are rounded, merged or withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.release.april_release import DAYS, MONTH, SIZES, cells, released
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from pathlib import Path


def test_counters_of_fewer_than_three_devices_are_hidden(tmp_path: Path) -> None:
    """They may be one person's; makers are never summed."""
    rows = released(
        tmp_path,
        mart__counter_month=[
            {
                "source": "snmp",
                "maker": maker,
                "unit": "impressions",
                "month": MONTH,
                "printers": printers,
                "counted": 12_345,
                "resets": 0,
                "state": "final",
            }
            for maker, printers in (("A", 3), ("B", 2))
        ],
    )["counter_month"]
    assert [row["shown"] or row["withheld_because"] for row in rows] == ["12,300", "few_printers"]


def test_books_are_merged_and_round(tmp_path: Path) -> None:
    """FAXes of nobody's section are in the whole town hall alone."""
    rows = released(
        tmp_path,
        mart__book_month=[
            {
                "section": s,
                "what": "fax",
                "measure": "count",
                "month": MONTH,
                "count": 123,
                "state": "final",
            }
            for s in ("a", "b", "tiny", None)
        ],
    )["book_month"]
    assert cells(rows) == {
        "a": "small_group", "tiny": "small_group", SMALL: "250", "b": "120", TOWN: "490",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("person_days", "told"), [(50, "50"), (39, "dominance"), (81, "dominance")]
)
def test_a_vendors_person_days_are_told_where_no_one_person_can_have_half(
    person_days: int, told: str, tmp_path: Path
) -> None:
    """On 20 days one person has 20 at most, and six people's days must leave three head counts open."""
    row = {"tool": "chat", "source": "mm", "month": MONTH, "days": 20, "state": "final"}
    rows = released(
        tmp_path,
        mart__section_use_month=[
            row | {"section": "b", "uses": 900, "person_days": person_days},
            row | {"section": "c", "uses": 900, "person_days": 60},
        ],
    )["section_use_month"]
    assert cells(rows, measure="person_days")["b"] == told
    assert cells(rows, measure="uses") == {
        SMALL: "dominance", "b": "dominance", "c": "dominance", TOWN: "1,800",
    }  # fmt: skip


def test_on_how_many_days_a_vendor_counted_is_not_told_of_what_is_not_shown(tmp_path: Path) -> None:
    """The days of a section of one person are that person's; a row of its own would be there only if they used it."""
    row = {"tool": "chat", "source": "mm", "month": MONTH, "state": "final", "uses": None}
    rows = released(
        tmp_path,
        mart__section_use_month=[
            row | {"section": section, "days": days, "person_days": person_days}
            for section, days, person_days in (("b", 20, 50), ("c", 3, 3), ("tiny", 2, 2))
        ],
    )["section_use_month"]
    assert {one["section"]: (one["days"], one["withheld_because"]) for one in rows} == {
        "b": (20, None),
        "c": (None, "dominance"),
        SMALL: (None, "dominance"),
        TOWN: (20, None),
    }


def test_a_vendors_person_days_are_hidden_where_people_are_counted_too(tmp_path: Path) -> None:
    """Two counts of one tool would be held against each other."""
    row = {"tool": "chat", "source": "mm", "month": MONTH, "days": 20, "state": "final"}
    use = {
        "tool": "chat",
        "month": MONTH,
        "active_days": 30,
        "assigned_days": 100,
        "state": "final",
    }
    rows = released(
        tmp_path,
        mart__section_use_month=[row | {"section": "b", "uses": None, "person_days": 50}],
        mart__use_month=[use | {"section": section} for section in SIZES],
        core__requirement_day=[{"need": "chat", "day_on": day, "state": "final"} for day in DAYS],
    )["section_use_month"]
    assert cells(rows)["b"] == "protects_other"
