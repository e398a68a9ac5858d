"""What is worked out from released values: small releases, and what must come of them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest

from tests.releases import month_list
from warehouse.release.derived import derive
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.release import SCHEMAS, TOWN
from warehouse.town import Town

MONTHS = month_list(date(2025, 4, 1), 12)
TOLD = Town("町", MONTHS[0], 4)
Row = dict[str, Any]


def weekdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


TERMS = Yardsticks(
    TOLD,
    as_of=date(2026, 3, 31),
    working_days=weekdays(MONTHS[0], date(2026, 3, 31)),
    base_from=MONTHS[0],
    base_to=MONTHS[2],
)


def worked_out(table: str, terms: Yardsticks = TERMS, **tables: list[Row]) -> list[Row]:
    """Derive one table from a release with these rows."""
    given = {
        name: pa.Table.from_pylist(rows, schema=SCHEMAS[name]) for name, rows in tables.items()
    }
    rows: list[Row] = derive(ReleasedView(given), terms)[table].to_pylist()
    return rows


def cell(
    low: float | None, high: float | None = None, *, n: int | None = 10, **more: object
) -> Row:
    """A cell with these ends; without any it is withheld."""
    if low is None:
        hidden = {"shown": None, "low": None, "high": None, "withheld_because": "dominance"}
        return {"n": n, "state": "final", **hidden, **more}
    high = low if high is None else high
    return {"n": n, "shown": f"{low}〜{high}", "low": low, "high": high, "state": "final", **more}


def use(
    *rates: float | tuple[float, float] | None, section: str = "a", **more: object
) -> list[Row]:
    """Use of files month after month."""
    return [
        {"section": section, "tool": "files", "month": month, **cell(*ends(rate)), **more}
        for month, rate in zip(MONTHS, rates, strict=False)
    ]


def ends(rate: float | tuple[float, float] | None) -> tuple[float | None, float | None]:
    return rate if isinstance(rate, tuple) else (rate, rate)


def bands(*pairs: tuple[float, float] | None, section: str = "a", n: int = 12) -> list[Row]:
    """Activation of files month after month."""
    return [
        {"section": section, "tool": "files", "month": month, **cell(*(pair or (None, None)), n=n)}
        for month, pair in zip(MONTHS, pairs, strict=False)
    ]


def target(per_cent: float, section: str | None = None) -> Row:
    return {"section": section, "tool": "files", "fiscal_year": 2025, "per_cent": per_cent}


def only(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_a_milestone_is_reached_when_the_low_end_of_the_band_is() -> None:
    """And may have been when the high end was; sections of one month share a place."""
    curve = bands((0, 17), (25, 42), (50, 67), (75, 100))
    other = bands((0, 17), (25, 42), (25, 42), (50, 67), section="b")
    rows = worked_out("milestone", activation_month=[*curve, *other])
    assert only(rows, "section", "milestone", "month", "possible_month", "place") == [
        ("a", 16, MONTHS[1], MONTHS[0], 1),
        ("a", 50, MONTHS[2], MONTHS[2], 1),
        ("a", 84, None, MONTHS[3], None),
        ("b", 16, MONTHS[1], MONTHS[0], 1),
        ("b", 50, MONTHS[3], MONTHS[3], 2),
    ]


def test_the_whole_town_hall_reaches_a_milestone_half_a_step_later() -> None:
    """約50% may be 48 of 100 people."""
    rows = worked_out("milestone", activation_month=bands((50, 50), (55, 55), section=TOWN, n=100))
    assert only(rows, "milestone", "month", "possible_month", "place") == [
        (16, MONTHS[0], MONTHS[0], None),
        (50, MONTHS[1], MONTHS[0], None),
    ]


def acted(first: date, last: date | None = None, **more: object) -> Row:
    action = {"action": "1", "tool": "files", "acted_on": first, "checked_on": last}
    return {**action, "observed_on": first - timedelta(days=30), "is_overdue": False, **more}


def test_three_months_at_the_target_without_an_action_are_normal() -> None:
    """A rounded rate at the target is about at it: 59.6 is shown as 60, and nothing is normal yet."""
    rows = worked_out("normal_month", use_month=use(59, 60, 61, 62, 63), target=[target(60)])
    assert only(rows, "reach", "is_met", "is_normal") == [
        ("below", False, False),
        ("almost", None, False),
        ("reached", True, False),
        ("reached", True, None),
        ("reached", True, True),
    ]


def test_with_an_action_under_way_nothing_is_normal() -> None:
    """An action in another section is none of this one's."""
    rates = use(61, 62, 63)
    mine, other = acted(MONTHS[1]), acted(MONTHS[1], section="b")
    for action, is_normal in ((mine, False), (other, True)):
        rows = worked_out("normal_month", use_month=rates, target=[target(60)], action=[action])
        assert rows[-1]["is_normal"] is is_normal


def test_a_bound_that_holds_the_target_leaves_it_open() -> None:
    """83%以上 says nothing of a target of 90; a withheld month says nothing at all."""
    rows = worked_out("normal_month", use_month=use(91, (83, 100), None, 92), target=[target(90)])
    assert only(rows, "is_met", "is_normal") == [
        (True, False), (None, False), (None, None), (True, None),
    ]  # fmt: skip


def test_a_sections_own_target_goes_before_the_one_for_all() -> None:
    """Distance in points; the pace over three months against the pace needed."""
    rates = use(40, 43, 46, 52), use(10, 10, 10, 10, section="b")
    rows = worked_out(
        "target_month", use_month=[*rates[0], *rates[1]], target=[target(60), target(40, "b")]
    )
    assert only(rows, "section", "distance", "months_left", "pace", "pace_needed", "is_on_pace") == [
        ("a", -8, 8, 4, 1, True),
        ("b", -30, 8, 0, 3.8, False),
    ]  # fmt: skip


def test_of_a_bound_only_what_is_sure_is_told() -> None:
    """95%以上 reaches a target of 77, by how much nobody can say."""
    rows = worked_out("target_month", use_month=use((95, 100)), target=[target(77)])
    assert only(rows, "rate", "distance", "pace_needed", "is_on_pace") == [(None, None, 0, True)]


def test_about_at_the_target_no_pace_is_needed() -> None:
    """Of 74.8 shown as 75 nobody can say that it is too slow."""
    rows = worked_out("target_month", use_month=use(75), target=[target(75)])
    assert only(rows, "reach", "distance", "pace_needed", "is_on_pace") == [("almost", 0, 0, True)]


STEPS = (0, 0, 3, 3, 6, 6, 9, 9, 9)


def test_the_day_of_80_per_cent_lies_in_an_interval_wide_enough_for_the_bands() -> None:
    """Each band's low and high give an interval of their own; the envelope is told."""
    paths = [
        bands(*((round(100 * s / 12), round(100 * min(12, s + 2 + (s == 9)) / 12)) for s in STEPS))
    ]
    row = worked_out("curve_fit", activation_month=paths[0])[0]
    assert row["refused"] is None
    assert row["goal_low_on"] < row["goal_on"] < row["goal_high_on"]
    middle = [(round(100 * (s + 1) / 12),) * 2 for s in STEPS]
    narrow = worked_out("curve_fit", activation_month=bands(*middle))[0]
    assert row["goal_low_on"] < narrow["goal_low_on"]
    assert row["goal_high_on"] > narrow["goal_high_on"]


@pytest.mark.parametrize(
    ("pairs", "refused"),
    [
        ([(0, 17)] * 5, "too_few_months"),
        ([(0, 17)] * 4 + [(42, 67)] * 4, "not_half_yet"),
        ([None] * 8, "not_shown"),
    ],
)
def test_a_curve_is_refused_and_says_why(pairs: list[Any], refused: str) -> None:
    """Half of the section must be sure: the band's low end counts."""
    assert only(worked_out("curve_fit", activation_month=bands(*pairs)), "refused", "goal_on") == [
        (refused, None)
    ]


def documents(*pairs: tuple[float, float] | None, section: str = "a") -> list[Row]:
    rows = []
    for month, pair in zip(MONTHS, pairs, strict=False):
        digital, paper = pair or (None, None)
        key = {"section": section, "pair": "documents", "month": month}
        share = None if pair is None else 50
        rows.append({**key, "digital": digital, "paper": paper, **cell(share, n=None)})
    return rows


HEADS = use(*[50.0] * 12)
BASE = [(100.0, 100.0)] * 3


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ((200.0, 50.0), "replaced"),
        ((200.0, 100.0), "added"),
        ((100.0, 100.0), "untouched"),
        ((50.0, 50.0), "shrunk"),
        ((100.0, 50.0), "untouched"),
    ],
)
def test_the_verdict_on_rounded_counts(now: tuple[float, float], verdict: str) -> None:
    """Against three months of the base period, per head and working day."""
    rows = worked_out(
        "replacement_month", use_month=HEADS, paper_digital_month=documents(*BASE, now)
    )
    assert only(rows, "month", "verdict") == [(MONTHS[3], verdict)]


def test_a_section_that_halves_does_not_look_as_if_it_printed_less() -> None:
    """Half the people with half the paper each print as much a head as before."""
    heads = [row | {"n": 5 if row["month"] >= MONTHS[3] else 10} for row in HEADS]
    rows = worked_out(
        "replacement_month", use_month=heads, paper_digital_month=documents(*BASE, (70.0, 50.0))
    )
    assert rows[0]["paper_moves"] == "level"
    assert rows[0]["verdict"] == "added"


def test_a_hidden_base_month_moves_the_base_to_the_first_months_that_are_shown() -> None:
    """And the row says which they are; until there are three there is no verdict."""
    pairs = [None, *BASE, (200.0, 50.0)]
    rows = worked_out("replacement_month", use_month=HEADS, paper_digital_month=documents(*pairs))
    assert only(rows, "month", "base_from", "base_to", "verdict") == [
        (MONTHS[4], MONTHS[1], MONTHS[3], "replaced")
    ]
    rows = worked_out(
        "replacement_month", use_month=HEADS, paper_digital_month=documents(None, *BASE[:2], None)
    )
    assert only(rows, "base_to", "verdict", "withheld_because") == [(None, None, "dominance")]


def panel(jump: float) -> list[Row]:
    """Ten sections over ten months; four were trained in September and rose by so many points."""
    rows = []
    for k in range(10):
        before = 30 + k
        after = before + (jump if k < 4 else 0)
        rows += use(*[before] * 5, *[after] * 5, section=f"s{k}")
    return rows


def trained(count: int) -> list[Row]:
    held_on = date(2025, 9, 9)
    return [
        {"training": "t", "section": f"s{k}", "tool": None, "held_on": held_on}
        for k in range(count)
    ]


def test_a_change_after_a_training_is_told_in_whole_points() -> None:
    """Against the six sections that were not trained."""
    row = worked_out("effect", use_month=panel(12), training=trained(4))[0]
    assert (row["kind"], row["method"]) == ("training", "difference_in_differences")
    assert (row["treated"], row["compared"]) == (4, 6)
    assert row["change"] == 12
    assert row["low"] <= 12 <= row["high"]
    assert row["low"] > 0


def test_without_a_change_the_interval_holds_zero_or_nothing_is_said() -> None:
    """Rounding the interval outwards never makes something of nothing."""
    row = worked_out("effect", use_month=panel(0), training=trained(4))[0]
    assert row["method"] == "cannot_say" or row["low"] <= 0 <= row["high"]


def test_an_interval_over_half_of_everything_says_nothing() -> None:
    """Three of seven sections trained, each going its own way: anything from -26 to 66 points."""
    rng = random.Random(1)
    rows = [
        row for k in range(7) for row in use(*(rng.randint(5, 90) for _ in MONTHS), section=f"s{k}")
    ]
    row = worked_out("effect", use_month=rows, training=trained(3))[0]
    assert (row["treated"], row["compared"]) == (3, 4)
    assert (row["method"], row["reason"], row["change"]) == ("cannot_say", "not_bounded", None)


def test_it_cannot_be_said_with_three_sections_or_hidden_months() -> None:
    """The reason is told; a rate known as 60%以上 is not known."""
    few = [row for row in panel(12) if row["section"] in {"s0", "s1", "s4"}]
    hidden = [
        row | ({"low": 60.0, "high": 100.0} if row["month"] == MONTHS[6] else {})
        for row in panel(12)
    ]
    for rows, reason in ((few, "too_few_sections"), (hidden, "too_few_months")):
        told = worked_out("effect", use_month=rows, training=trained(4))[0]
        assert (told["method"], told["reason"], told["change"]) == ("cannot_say", reason, None)


def sheets(kind: str, *counts: float | None, section: str = "a", **more: object) -> list[Row]:
    return [
        {"section": section, "month": month, "source": kind, "kind": kind, "quality": "measured"}
        | cell(count, n=None)
        | more
        for month, count in zip(MONTHS, counts, strict=False)
    ]


def test_bought_against_printed_says_why_they_differ() -> None:
    """Only where both are shown."""
    bought = sheets("bought", 1000, 1000, None, 1000)
    printed = sheets("printed", 900, 1200, 900, 900)
    printed[3]["quality"] = "unknown"
    rows = worked_out("paper_difference_month", paper_month=[*bought, *printed])
    assert only(rows, "month", "low", "high", "why") == [
        (MONTHS[0], 90, 110, "not_logged"),
        (MONTHS[1], -210, -190, "stock"),
        (MONTHS[3], 90, 110, "unknown_sheets"),
    ]


def test_bought_against_printed_where_one_log_tells_of_little() -> None:
    """Under ten is what it is: none, or up to ten sheets more."""
    few = {"shown": "10未満", "low": 0.0, "high": 10.0}
    logs = [
        sheets("printed", 900),
        [row | few for row in sheets("printed", 5, 5, source="copiers")],
    ]
    rows = worked_out(
        "paper_difference_month", paper_month=[*sheets("bought", 1000, 1000), *logs[0], *logs[1]]
    )
    assert only(rows, "month", "printed_low", "printed_high", "low", "high") == [
        (MONTHS[0], 890, 920, 80, 110),
        (MONTHS[1], 0, 10, 980, 1010),
    ]


def test_a_year_is_held_against_the_same_months_of_the_base_year() -> None:
    """Half a year against half a year, with what the sheets stand for and the target."""
    this_year = sheets("bought", *[500] * 6)
    before = [
        {
            **row,
            "month": row["month"].replace(year=row["month"].year - 1),
            "low": 1000,
            "high": 1000,
        }
        for row in sheets("bought", *[1] * 12)
    ]
    factor = {"quantity": "yen", "per_sheet": 1.75, "source": "見積書"}
    terms = Yardsticks(TOLD, date(2025, 10, 2), paper_change={2025: -30.0})
    rows = worked_out("paper_year", terms, paper_month=[*this_year, *before], paper_factor=[factor])
    columns = ("fiscal_year", "months", "sheets", "base_sheets", "change", "target", "yen", "state")
    assert only(rows, *columns) == [
        (2024, 12, 12_000, 12_000, 0, None, 21_000, "final"),
        (2025, 6, 3_000, 6_000, -50, -30, 5_250, "provisional"),
    ]


def test_a_year_that_ended_without_a_month_is_incomplete_and_not_provisional() -> None:
    """Nothing comes to it any more; a day before its end it might."""
    eleven = sheets("bought", *[500] * 11)
    states = [
        only(
            worked_out("paper_year", Yardsticks(TOLD, as_of), paper_month=eleven), "months", "state"
        )
        for as_of in (date(2026, 3, 30), date(2026, 3, 31))
    ]
    assert states == [[(11, "provisional")], [(11, "incomplete")]]


def test_a_hidden_month_of_the_base_year_leaves_the_change_open() -> None:
    """A sum without it would be too low."""
    before = [
        {**row, "month": row["month"].replace(year=row["month"].year - 1)}
        for row in sheets("bought", None, *[1000] * 11)
    ]
    terms = Yardsticks(TOLD, TERMS.as_of, paper_base_year=2024)
    rows = worked_out("paper_year", terms, paper_month=[*sheets("bought", 500), *before])
    assert only(rows, "fiscal_year", "base_sheets", "change") == [
        (2024, 11_000, 0), (2025, None, None),
    ]  # fmt: skip


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


def test_the_loop_is_counted_by_section_and_for_all() -> None:
    """The median of the days from observed to checked."""
    first = acted(date(2025, 5, 1), date(2025, 6, 1), section="a")
    second = acted(date(2025, 5, 1), date(2025, 7, 1))
    late = acted(date(2025, 5, 1), section="a") | {"is_overdue": True}
    rows = worked_out("cadence", action=[first, second, late])
    columns = ("section", "actions", "checked", "open", "overdue", "cadence_days")
    assert only(rows, *columns) == [(TOWN, 3, 2, 1, 1, 76), ("a", 2, 1, 1, 1, 61)]


def test_hours_count_from_the_month_after_until_an_action_is_stopped() -> None:
    """Saved less added; what was stopped counts until the month of its check."""
    kept = acted(date(2025, 5, 10), section="a", hours_saved=10.0, hours_added=2.0)
    late = acted(date(2025, 7, 2), hours_saved=99.0)
    stopped = acted(date(2025, 5, 10), date(2025, 6, 20), hours_added=4.0, result="stop")
    terms = Yardsticks(TOLD, as_of=date(2025, 7, 15))
    rows = worked_out("hours_month", terms, action=[kept, stopped, late])
    columns = ("section", "month", "hours_saved", "hours_added", "net_hours", "actions")
    june, july = MONTHS[2], MONTHS[3]
    assert only(rows, *columns) == [
        (TOWN, june, 10, 6, 4, 2), (TOWN, july, 10, 2, 8, 1),
        ("a", june, 10, 2, 8, 1), ("a", july, 10, 2, 8, 1),
    ]  # fmt: skip
