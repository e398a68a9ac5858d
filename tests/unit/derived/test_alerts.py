"""An alert is raised only by a fall or a silence that rounding and week-ends do not explain."""

from __future__ import annotations

from datetime import date

from tests.unit.derived.released_rows import (
    MONTHS,
    TERMS,
    TOLD,
    Row,
    only,
    use,
    weekdays,
    worked_out,
)
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.release import TOWN


def test_a_rate_that_falls_by_a_third_is_an_alert() -> None:
    """Of 5%未満 the high end counts; the whole town hall and a rate that may have fallen less are none.

    A mean of rounded rates is as wide as they leave it: of 30, 30 and 31 it is 29 to 31.
    """
    rates = [
        *use(30, 30, 31, 19),
        *use(30, 30, 30, 20, section="b"),
        *use(12, 12, 12, (0, 5), section="c"),
        *use(30, 30, 30, 10, section=TOWN),
    ]
    terms = Yardsticks(TOLD, as_of=date(2025, 8, 10))
    rows = worked_out("alert", terms, use_month=rates)
    assert only(rows, "section", "value", "value_high", "before", "before_high") == [
        ("a", 19, None, 29, 31), ("c", 0, 5, 12, None),
    ]  # fmt: skip


def test_only_the_newest_month_that_is_over_is_an_alert() -> None:
    """July fell; in August it was as always."""
    terms = Yardsticks(TOLD, as_of=date(2025, 8, 31))
    assert worked_out("alert", terms, use_month=use(30, 30, 30, 19, 30)) == []
    assert len(worked_out("alert", TERMS, use_month=use(30, 30, 30, 30, 19))) == 1


def test_a_source_without_three_working_days_is_silent() -> None:
    """A week-end is no silence, and a book of months is never late by days."""
    terms = Yardsticks(
        TOLD, as_of=date(2025, 4, 14), working_days=weekdays(MONTHS[0], date(2025, 4, 14))
    )
    april = [date(2025, 4, day) for day in range(1, 15)]

    def days(source: str, last: int) -> list[Row]:
        return [
            {
                "source": source,
                "stream": "s",
                "day_on": day,
                "state": "final" if day.day <= last else None,
            }
            for day in april
        ]

    fresh = [*days("late", 9), *days("well", 10)]
    fresh += [{"source": "book", "stream": "s", "day_on": MONTHS[0], "state": None}]
    fresh += days("gone", 1)
    sources = [{"source": name, "owed_from": None} for name in ("late", "well", "book")]
    rows = worked_out("alert", terms, freshness=fresh, source=sources)
    assert only(rows, "kind", "source", "value") == [("source_stale", "late", 3)]


def test_a_source_that_never_arrived_is_told_apart_and_counted_from_when_it_was_owed() -> None:
    """From the launch on (April 1), or from the later day on which the settings named it: not from its first day."""
    started = date(2024, 3, 1)
    terms = Yardsticks(
        TOLD, as_of=date(2025, 4, 14), working_days=weekdays(started, date(2025, 4, 14))
    )
    owed = {
        "from_launch": started,
        "unknown": None,
        "lately": date(2025, 4, 10),
        "just_now": date(2025, 4, 11),
    }
    fresh = [
        {"source": source, "stream": "s", "day_on": day, "state": "gap" if day.day == 2 else None}
        for source in owed
        for day in terms.working_days
    ]
    sources = [{"source": source, "owed_from": first} for source, first in owed.items()]
    rows = worked_out("alert", terms, freshness=fresh, source=sources)
    assert sorted(only(rows, "kind", "source", "value")) == [
        ("source_absent", "from_launch", 10),
        ("source_absent", "lately", 3),
        ("source_absent", "unknown", 10),
    ]
