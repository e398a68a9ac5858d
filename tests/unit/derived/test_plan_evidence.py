"""Evidence of the plan: each kind only where the shown values of the whole town hall carry it, else the reason."""

from __future__ import annotations

from datetime import date

import pytest

from tests.releases import month_list
from tests.unit.derived.released_rows import MONTHS, Row, use, worked_out
from warehouse.release.tables.release import TOWN

BEFORE = month_list(date(2024, 4, 1), 12)
BEGAN = MONTHS[0]
WAVES = (1.02, 0.98, 1.01, 0.99, 1.03, 0.97, 1.0, 1.02, 0.98, 1.01, 0.99)
"""Eleven months that go up and down a little."""


def item(series: str | None = "count calls", **more: object) -> Row:
    return {
        "item": "P1", "title": "窓口", "purpose": "早い", "for_whom": "residents", "decided_by": "mayor",
        "series": series, "decided_on": BEFORE[0], "began_on": BEGAN, **more,
    }  # fmt: skip


def calls(months: list[date], counts: list[float], *, section: str = TOWN) -> list[Row]:
    """An own count, exact as books are."""
    return [
        {
            "section": section, "what": "count calls", "measure": "count", "month": month, "unit": "件",
            "coding": "exact", "low": count, "high": count, "state": "final",
        }
        for month, count in zip(months, counts, strict=False)
    ]  # fmt: skip


def judged(one: Row, better: str = "less", **tables: list[Row]) -> Row:
    own = [{"name": "calls", "unit": "件", "better": better}]
    (row,) = worked_out("plan_evidence", plan_item=[one], own_count=own, **tables)
    return row


def told(one: Row, better: str = "less", **tables: list[Row]) -> tuple[str, str | None]:
    row = judged(one, better, **tables)
    return row["evidence"], row["reason"]


def year(now: float, *, sections: tuple[str, ...] = ()) -> list[Row]:
    """A year of about a thousand calls a month, and eleven months after the start of about `now`."""
    rows = calls(BEFORE, [1000 * wave for wave in (1.0, *WAVES)])
    rows += calls(MONTHS[1:], [now * wave for wave in WAVES])
    for section in sections:
        rows += calls(MONTHS[1:], [now / 10] * 11, section=section)
    return rows


@pytest.mark.parametrize(
    ("for_whom", "now", "evidence"),
    [
        ("residents", 700, ("residents", None)),
        ("staff", 700, ("work", None)),
        ("residents", 1000, ("built", "not_shown")),
        ("residents", 1300, ("built", "against")),
    ],
)
def test_a_count_that_moved_is_evidence_in_its_better_direction(
    for_whom: str, now: float, evidence: tuple[str, str | None]
) -> None:
    assert told(item(for_whom=for_whom), book_month=year(now)) == evidence


def test_the_same_fall_of_what_should_rise_went_the_other_way() -> None:
    assert told(item(), "more", book_month=year(700)) == ("built", "against")


def test_the_interval_holds_the_change_and_names_its_months() -> None:
    row = judged(item(target=-20.0, target_is="change"), book_month=year(700))
    assert (row["first_month"], row["last_month"]) == (MONTHS[1], MONTHS[11])
    assert -35 < row["low"] < -30 < row["high"] < -25
    assert row["reach"] == "reached"


def test_other_sections_counted_before_it_began_are_no_comparison() -> None:
    """One that begins to count would look like more calls, one that stops like fewer."""
    rows = year(700, sections=("a",))
    assert told(item(), book_month=rows) == ("none", "reorganised")


def test_five_months_after_the_start_are_too_few() -> None:
    rows = [row for row in year(700) if row["month"] <= MONTHS[5]]
    assert told(item(), book_month=rows) == ("none", "too_early")
    assert told(item(), book_month=[r for r in year(700) if r["month"] <= MONTHS[6]])[0] == (
        "residents"
    )


def test_without_a_year_before_it_there_is_no_base_but_a_level_of_something_new() -> None:
    """Bookings that nobody could make before are evidence once they are at their level for three months."""
    rows = calls(MONTHS[1:], [50 * wave for wave in WAVES])
    at_level = item(target=40.0, target_is="level")
    assert told(at_level, "more", book_month=rows) == ("residents", None)
    assert told(item(target=60.0, target_is="level"), "more", book_month=rows)[0] == "none"
    assert told(at_level, "less", book_month=rows) == ("none", "no_base")


@pytest.mark.parametrize(
    ("target", "evidence"),
    [
        (60.0, ("used", None)),
        (80.0, ("built", "below_target")),
        (70.0, ("none", "open")),
        (None, ("none", "no_target")),
    ],
)
def test_use_is_evidence_at_its_target_for_three_months(
    target: float | None, evidence: tuple[str, str | None]
) -> None:
    """70 is shown for 69.5 to 70.5, which leaves a target of 70 open."""
    one = item("use files", target=target, target_is="level" if target else None)
    assert told(one, use_month=use(50, 60, 70, 70, 70, section=TOWN)) == evidence


def test_two_months_at_the_target_or_three_with_a_gap_are_too_early() -> None:
    one = item("use files", target=60.0, target_is="level")
    assert told(one, use_month=use(50, 70, 70, section=TOWN)) == ("none", "too_early")
    rows = use(50, 70, 70, None, 70, section=TOWN)
    assert told(one, use_month=rows) == ("none", "too_early")


@pytest.mark.parametrize(
    ("more", "evidence"),
    [
        ({"began_on": None}, ("none", "not_begun")),
        ({"began_on": date(2026, 4, 1)}, ("none", "not_begun")),
        ({"series": None}, ("built", "no_measure")),
        ({"series": "count nothing"}, ("built", "no_measure")),
    ],
)
def test_what_has_not_begun_or_has_no_number_has_no_evidence(
    more: Row, evidence: tuple[str, str | None]
) -> None:
    """Even where the numbers moved: not by something that is still to come."""
    assert told(item() | more, book_month=year(700)) == evidence
