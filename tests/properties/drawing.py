"""Small towns drawn at random, close to every edge: the days on which definitions could go wrong.

Years turn with a New Year closure, a leap day, April 1 and Golden Week; people are transferred, leave and
come back; sections end and are merged; vendors change; nights are missing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.properties.drawn_facts import (
    actions,
    calls,
    counted,
    habits,
    jobs,
    lines,
    readings,
    trained,
)
from tests.properties.drawn_sources import sources
from tests.properties.small_town import (
    Assignment,
    Attendance,
    Counter,
    Fact,
    PaperBought,
    Section,
    SmallTown,
)
from warehouse.engine.target_settings import PaperTarget, Target, TargetSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.properties.small_town import Stream


def edges(year: int) -> list[date]:
    """The days of a winter and spring around which something changes."""
    return [
        date(year - 1, 12, 27),
        date(year - 1, 12, 28),
        date(year, 1, 4),
        date(year, 1, 6),
        date(year, 1, 31),
        date(year, 2, 1),
        date(year, 3, 1) - timedelta(days=1),
        date(year, 3, 1),
        date(year, 3, 31),
        date(year, 4, 1),
        date(year, 4, 2),
        date(year, 4, 6),
        date(year, 4, 7),
        date(year, 4, 28),
        date(year, 4, 30),
        date(year, 5, 1),
        date(year, 5, 7),
    ]


@st.composite
def rosters(draw: st.DrawFn, days: Sequence[date]) -> tuple[Assignment, ...]:
    """Eight people: two stay, others are transferred, leave, come back, move twice or are hired late."""
    some = st.sampled_from(days)
    section = st.sampled_from("ABCD")
    first = date(2020, 4, 1)
    left, back = sorted(draw(st.lists(some, min_size=2, max_size=2, unique=True)))
    there, home = sorted(draw(st.lists(some, min_size=2, max_size=2, unique=True)))
    moved, hired, gone, last = draw(some), draw(some), draw(some), draw(some)
    day = timedelta(days=1)
    return (
        Assignment("s1", "A", first),
        Assignment("s2", draw(section), first),
        Assignment("s3", "A", first, moved - day),
        Assignment("s3", draw(st.sampled_from("BD")), moved),
        Assignment("s4", "B", first, left - day),
        Assignment("s4", draw(section), back),
        Assignment("s5", "C", hired),
        Assignment("s6", "D", first, gone),
        Assignment("s7", draw(section), first, there - day),
        Assignment("s7", "B", there, home - day),
        Assignment("s7", "A", home),
        Assignment("s8", draw(section), first, draw(st.sampled_from([None, last]))),
    )


@st.composite
def orders(draw: st.DrawFn, days: Sequence[date]) -> tuple[Section, ...]:
    """Four sections; C may end and go into B, and D into C or A: a chain of successors."""
    ended = sorted(draw(st.lists(st.sampled_from(days), min_size=2, max_size=2)))
    merged, chained = draw(st.booleans()), draw(st.booleans())
    day = timedelta(days=1)
    return (
        Section("A", "甲課"),
        Section("B", "乙課"),
        Section("C", "丙課", None, ended[1] - day, "B") if merged else Section("C", "丙課"),
        Section("D", "丁課", None, ended[0] - day, draw(st.sampled_from("AC")))
        if chained
        else Section("D", "丁課"),
    )


@st.composite
def measures(draw: st.DrawFn, year: int, today: date) -> TargetSettings:
    """What the town wants to reach."""
    share = st.sampled_from([0.05, 0.1, 0.3, 0.6])
    targets = [
        Target("files", year - 1, draw(share)),
        Target("files", year, draw(share)),
        Target("files", year, draw(share), "A"),
        Target("chat", year, draw(share)),
    ]
    if draw(st.booleans()):
        targets += [
            Target("chat", year - 1, draw(share)),
            Target("meetings", year, draw(share), "B"),
        ]
    return TargetSettings(
        targets=tuple(targets),
        paper_targets=(PaperTarget(year - 1, -0.1), PaperTarget(year, -0.3)),
        paper_base_year=draw(st.sampled_from([None, year - 2, year - 1])),
        paper_ratio=draw(st.sampled_from([0.1, 0.5])),
        base_from=draw(st.sampled_from([None, date(year, 2, 1)])),
        base_to=draw(st.sampled_from([None, date(year, 3, 1)])),
        closing_on=draw(st.sampled_from([None, today + timedelta(days=100)])),
        leads=draw(st.sampled_from([(), (("A", "係長"), ("B", "主任"))])),
        action_due_days=draw(st.sampled_from([30, 90])),
    )


@st.composite
def told(
    draw: st.DrawFn, stream: Stream, days: Sequence[date], months: Sequence[date], today: date
) -> list[Fact]:
    """What one stream tells; actions are drawn for the whole town."""
    kinds = {
        "use": (lambda one: habits(one, days, today), 12),
        "attendance": (lambda one: calls(one, days), 14),
        "print_job": (lambda one: jobs(one, days), 10),
        "counter": (lambda one: readings(days), 5),  # noqa: ARG005 - as the others
        "paper_bought": (lambda one: lines(one, months), 20),
        "tally": (lambda one: lines(one, months[-6:]), 12),
        "section_use": (lambda one: counted(one, days), 16),
        "training": (lambda one: trained(one, days), 10),
    }
    if stream.shape not in kinds:
        return []
    kind, size = kinds[stream.shape]
    drawn = draw(st.lists(kind(stream), min_size=size // 2, max_size=size))
    return [one for some in drawn for one in some]


@st.composite
def towns(draw: st.DrawFn) -> SmallTown:
    """A whole town on one day of spring, with or without a leap day behind it."""
    year = draw(st.sampled_from([2024, 2025]))
    days = edges(year)
    books = date(year - 2, 4, 1)
    today = draw(st.sampled_from([*days[-4:], *days[8:11], date(year, 5, 20), date(year, 5, 12)]))
    streams = draw(
        sources(days, draw(st.sampled_from([books, date(year - 1, 4, 1), date(year, 1, 1)])), today)
    )
    months = [date(year - 2, month, 1) for month in range(4, 13)]
    months += [date(year - 1, month, 1) for month in range(1, 13)]
    months += [date(year, month, 1) for month in range(1, 6)]
    facts = [one for stream in streams for one in draw(told(stream, days, months, today))]
    if draw(st.booleans()):
        facts += [PaperBought("bought", "paper", month, "A", 700) for month in months]
    facts += draw(
        st.lists(actions(days, today), min_size=4, max_size=12, unique_by=lambda one: one.action)
    )
    town = SmallTown(
        today=today,
        launched_on=draw(
            st.sampled_from(
                [date(year, 1, 1), date(year, 1, 15), date(year, 1, 31), date(year, 2, 1)]
            )
        ),
        sections=draw(orders(days)),
        assignments=draw(rosters(days)),
        streams=streams,
        facts=tuple(facts),
        closures=draw(st.frozensets(st.sampled_from([*days, date(year, 4, 8)]), max_size=1)),
        measures=draw(measures(year, today)),
    )
    return cut(town)


def cut(town: SmallTown) -> SmallTown:
    """Leave out what has not happened on the town's day, what was not asked and what did not arrive."""
    asked = {(one.source, one.stream): one for one in town.streams}

    def landed(fact: Fact) -> bool:
        stream = asked[fact.source, fact.stream]
        first = stream.since.replace(day=1) if stream.grain == "month" else stream.since
        last = min(town.today - timedelta(days=1), stream.until or date.max)
        there = stream.told.get(fact.day_on) in {None, "provisional", "incomplete"}
        return first <= fact.day_on <= last and there

    known = {_identity(fact): fact for fact in town.facts if landed(fact)}
    return replace(town, facts=tuple(known.values()))


def _identity(fact: Fact) -> object:
    """What makes two rows one at their source: a device is read once a night."""
    if isinstance(fact, Attendance):
        return (fact.meeting, fact.started_at)
    return (fact.printer, fact.day_on) if isinstance(fact, Counter) else fact
