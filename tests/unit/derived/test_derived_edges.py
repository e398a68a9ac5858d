"""Derived tables at the edges of their rules: a share exactly at a milestone, a month without a target, two books."""

from __future__ import annotations

from datetime import timedelta

from tests.releases import Made, make_release
from tests.unit.derived.released_rows import (
    MONTHS,
    TERMS,
    TOLD,
    acted,
    bands,
    only,
    sheets,
    target,
    use,
    weekdays,
    worked_out,
)
from warehouse.release.derived import derive
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.yardsticks import Yardsticks


def test_exactly_16_50_and_84_per_cent_are_reached_and_a_fall_takes_none_back() -> None:
    """Of 25 people 4, 12.5 (so 13) and 21; one person less is not there yet."""
    counts = (3, 4, 12, 13, 2, 20, 21)
    shares = [(100.0 * one / 25, 100.0 * one / 25) for one in counts]
    rows = worked_out("milestone", activation_month=bands(*shares, n=25))
    assert only(rows, "milestone", "month", "possible_month") == [
        (16, MONTHS[1], MONTHS[1]),
        (50, MONTHS[3], MONTHS[3]),
        (84, MONTHS[6], MONTHS[6]),
    ]


def test_three_months_after_an_action_was_checked_are_normal_and_one_for_another_tool_is_none() -> (
    None
):
    """It is under way in every month from that of its deed to that of its check."""
    mine = acted(MONTHS[0].replace(month=3), MONTHS[1].replace(day=20))
    other = acted(MONTHS[4]) | {"tool": "mail"}
    rows = worked_out(
        "normal_month", use_month=use(*[70] * 6), target=[target(60)], action=[mine, other]
    )
    assert only(rows, "has_action", "is_normal") == [
        (True, False), (True, False), (False, False), (False, False), (False, True), (False, True),
    ]  # fmt: skip


def test_a_rate_of_a_month_without_a_target_still_gives_the_pace() -> None:
    """March belongs to a year without one; April, May and June are held against its rate."""
    before = {**use(10)[0], "month": MONTHS[0].replace(month=3)}
    rates = [before, *use(20, 30, 40)]
    rows = worked_out("target_month", use_month=rates, target=[target(60)])
    assert only(rows, "month", "pace", "months_left", "pace_needed") == [(MONTHS[2], 10, 9, 2.2)]


def test_two_books_of_one_month_are_one_month() -> None:
    """Their sheets are added up; the month is counted once."""
    books = [
        *sheets("bought", 500, 500),
        *(row | {"source": "other"} for row in sheets("bought", 100)),
    ]
    rows = worked_out("paper_year", TERMS, paper_month=books)
    assert only(rows, "months", "sheets") == [(2, 1100)]


def test_of_every_curve_that_is_shown_a_month_is_told_or_why_not() -> None:
    """One row a section and tool: a month on record, or months from the first to the last, or a reason; never two."""
    told: set[str] = set()
    for months in (7, 24):
        release = make_release(Made(months=months))
        given = release.tables["activation_month"].to_pylist()
        terms = Yardsticks(release.town, release.as_of)
        rows = derive(ReleasedView(release.tables), terms)["curve_fit"].to_pylist()
        curves = {(row["section"], row["tool"]) for row in given}
        assert sorted((row["section"], row["tool"]) for row in rows) == sorted(curves)
        for row in rows:
            kinds = [
                kind
                for kind in ("refused", "reached_month", "first_month")
                if row[kind] is not None
            ]
            assert len(kinds) == 1
            assert (row["first_month"] is None) == (row["last_month"] is None)
            if row["first_month"] is not None:
                assert row["first_month"] <= row["last_month"]
            told.update(kinds)
    assert "refused" in told
    assert told & {"reached_month", "first_month"}


def test_between_a_stream_that_ended_and_the_next_one_nothing_is_silent() -> None:
    """Read to its last day in June; the next stream begins in August, and is late after three days of its own."""
    last, first = MONTHS[2].replace(day=30), MONTHS[4]
    silences = []
    for as_of in (first - timedelta(days=1), first + timedelta(days=3), first + timedelta(days=4)):
        terms = Yardsticks(TOLD, as_of, working_days=weekdays(MONTHS[0], as_of))
        days = [
            {"source": "suite", "stream": "old", "day_on": day, "state": "final"}
            for day in weekdays(MONTHS[0], last)
        ] + [
            {"source": "suite", "stream": "new", "day_on": day, "state": None}
            for day in weekdays(first, as_of)
        ]
        sources = [{"source": "suite", "owed_from": first}]
        rows = worked_out("alert", terms, freshness=days, source=sources)
        silences.append(only(rows, "kind", "value"))
    assert silences == [[], [], [("source_stale", 3)]]
