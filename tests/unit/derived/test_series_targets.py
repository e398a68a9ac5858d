"""Targets of any series: reached only where the shown values leave no other answer, against the same months."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.releases import month_list
from tests.unit.derived.released_rows import MONTHS, Row, use, worked_out
from warehouse.release.tables.release import TOWN

LAST_YEAR = month_list(date(2024, 4, 1), 12)


def target(series: str = "count calls", **more: object) -> Row:
    return {"series": series, "section": "a", "fiscal_year": 2025, **more}


def calls(months: list[date], *counts: float | None, section: str = "a") -> list[Row]:
    """An own count, exact as books are; None: incomplete."""
    return [
        {
            "section": section, "what": "count calls", "measure": "count", "month": month, "unit": "件",
            "coding": None if count is None else "exact", "low": count, "high": count,
            "state": "incomplete" if count is None else "final",
        }
        for month, count in zip(months, counts, strict=False)
    ]  # fmt: skip


def held(*targets: Row, **tables: list[Row]) -> list[Row]:
    own = [{"name": "calls", "unit": "件", "better": "less"}]
    return worked_out("series_target_year", series_target=list(targets), own_count=own, **tables)


@pytest.mark.parametrize(
    ("level", "better", "reach"),
    [(63, None, "reached"), (64, None, None), (66, None, "below"), (66, "less", "reached")],
)
def test_a_level_is_held_against_the_newest_final_month(
    level: float, better: str | None, reach: str | None
) -> None:
    """64 is shown for 63.5 to 64.5: that it reached 64 is not sure, that it is over 63 is."""
    one = target("use files", level=level, better=better)
    (row,) = held(one, use_month=use(50, 60, 64))
    assert (row["last_month"], row["months"], row["reach"]) == (MONTHS[2], 1, reach)


def test_a_change_is_held_against_the_same_months_of_the_base_year() -> None:
    """A month that is missing on either side counts on neither."""
    then = calls(LAST_YEAR, 1000, 1000, 1000, 1000)
    now = calls(MONTHS, 500, None, 700)
    (row,) = held(target(change=-30, base_year=2024), book_month=[*then, *now])
    assert (row["first_month"], row["last_month"], row["months"]) == (MONTHS[0], MONTHS[2], 2)
    assert row["low"] <= -40 <= row["high"]
    assert row["reach"] == "reached"


@pytest.mark.parametrize("now", [(700.0,), (None, None)])
def test_what_the_rounding_leaves_open_or_nobody_knows_is_not_reached(now: tuple[Any]) -> None:
    """−30 % of rounded counts may be −29; and without a month in common there is no change."""
    rows = [*calls(LAST_YEAR, 1000, 1000), *calls(MONTHS, *now)]
    (row,) = held(target(change=-30, base_year=2024), book_month=rows)
    assert row["reach"] is None


def test_no_section_is_the_whole_town_hall_and_no_known_series_is_left_out() -> None:
    """A target of the town is not each section's; what nobody counts has no row, and `check` says so."""
    rows = calls(MONTHS, 100, 90, section=TOWN)
    found = held(
        target(level=100) | {"section": None}, target("count nothing", level=1), book_month=rows
    )
    assert [(row["section"], row["reach"]) for row in found] == [(TOWN, "reached")]


def test_another_year_than_the_targets_does_not_count() -> None:
    """The level of the year before says nothing of this one."""
    (row,) = held(target(level=100), book_month=calls(LAST_YEAR, 10, 20))
    assert (row["months"], row["reach"]) == (0, None)
