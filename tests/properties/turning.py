"""Towns in which every count stands where a rule turns: just met, just missed, and met to the last digit.

Drawn at random, a rate is hardly ever two thirds of another. Here three people stay in each of three
sections for four months, and all that is drawn is on which side of its threshold a section stands.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.properties.small_town import (
    Action,
    Assignment,
    Attendance,
    Fact,
    PrintJob,
    Section,
    SmallTown,
    Stream,
    Training,
    Use,
    at,
    days_between,
)
from warehouse.calendar import is_working_day
from warehouse.engine.target_settings import Target, TargetSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

START, TODAY = date(2025, 1, 1), date(2025, 5, 7)
MONTHS = [date(2025, month, 1) for month in range(1, 5)]
HEADS, BASE = 3, 10
# A tenth less, the same, a tenth more; and what lies a tenth beyond.
BESIDE_BASE = st.sampled_from([8, 9, 10, 11, 12])


@st.composite
def turning_towns(draw: st.DrawFn) -> SmallTown:
    """Three sections, each with its own place beside every threshold."""
    facts: list[Fact] = []
    for section in "ABC":
        facts += draw(_used(section))
        facts += draw(_dealt_with(section))
        facts += draw(_met(section))
        facts += draw(_gone_round(section))
        facts.append(
            Training("trainings", "lines", START, "基本", section, None, draw(st.integers(2, 3)))
        )
    return SmallTown(
        today=TODAY,
        launched_on=START,
        sections=tuple(Section(code, f"{code}課") for code in "ABC"),
        assignments=tuple(
            Assignment(who, code, date(2020, 4, 1)) for code in "ABC" for who in _staff(code)
        ),
        streams=(
            Stream("suite", "chat", "use", ("chat",), START),
            Stream("suite", "drive", "use", ("files",), START),
            Stream("suite", "meet", "attendance", ("meetings",), START),
            Stream("print", "jobs", "print_job", (), START),
            Stream("trainings", "lines", "training", (), START),
            Stream("actions", "lines", "action", (), START),
        ),
        facts=tuple(facts),
        measures=TargetSettings(
            targets=tuple(
                Target("chat", year, draw(st.sampled_from([2 / 3, 1.0]))) for year in (2024, 2025)
            ),
            base_from=START,
            base_to=START,
            paper_ratio=draw(st.sampled_from([0.5, 11 / 21])),
        ),
    )


def _staff(section: str) -> list[str]:
    return [f"{section}{number}" for number in range(HEADS)]


def _working(month: date) -> list[date]:
    after = (month + timedelta(days=31)).replace(day=1)
    return [day for day in days_between(month, min(after, TODAY)) if is_working_day(day)]


@st.composite
def _used(draw: st.DrawFn, section: str) -> list[Fact]:
    """Of three people, so many chat on every working day of a month: from all to two is a fall by a third."""
    active = [draw(st.sampled_from([3, 3, 2])) for _ in MONTHS]
    spared = draw(st.sampled_from([0, 0, 1]))
    return [
        Use("suite", "chat", day, who, "chat", "sent", at(day, 600), None, 1)
        for month, count in zip(MONTHS, active, strict=True)
        for day in _working(month)[spared if month == MONTHS[-1] else 0 :]
        for who in _staff(section)[:count]
    ]


@st.composite
def _dealt_with(draw: st.DrawFn, section: str) -> list[Fact]:
    """Documents and print jobs of a working day, ten of each in the base month; sheets by the month."""
    facts: list[Fact] = []
    who = _staff(section)[0]
    for month in MONTHS:
        files, jobs = (BASE, BASE) if month == START else (draw(BESIDE_BASE), draw(BESIDE_BASE))
        sheets = 100 if month != MONTHS[-1] else draw(st.sampled_from([100, 110, 111]))
        for day in _working(month):
            facts.append(
                Use("suite", "drive", day, who, "files", "viewed", at(day, 600), None, files)
            )
            for turn in range(jobs):
                job = PrintJob(
                    "print", "jobs", day, at(day, 600 + turn), who, sheets, sheets, "measured"
                )
                facts.append(job)
                sheets = 0
    return facts


@st.composite
def _met(draw: st.DrawFn, section: str) -> list[Fact]:
    """Connections of one person within one another and over one another's end."""
    who = _staff(section)[0]
    stretch = st.sampled_from([(0, 120), (10, 10), (15, 30), (40, 90), (60, 60), (130, 10)])
    facts: list[Fact] = []
    for month in MONTHS:
        day = _working(month)[0]
        for start, length in draw(st.lists(stretch, min_size=2, max_size=4, unique=True)):
            minute = 600 + start
            facts.append(
                Attendance(
                    "suite", "meet", day, f"{section}{month}{start}", who,
                    at(day, minute), at(day, minute + length), is_guest=False,
                )
            )  # fmt: skip
    return facts


@st.composite
def _gone_round(draw: st.DrawFn, section: str) -> list[Fact]:
    """Three to five actions that were checked after so many days, and one that is open and due about now."""
    took: Sequence[int] = draw(
        st.lists(st.sampled_from([1, 5, 20, 60]), min_size=3, max_size=5, unique=False)
    )
    due = [TODAY - timedelta(days=back) for back in (89, 90, 91)]
    open_since = draw(st.sampled_from(due))
    return [
        *(
            _action(section, place, START, START + timedelta(days=days))
            for place, days in enumerate(took)
        ),
        _action(section, len(took), open_since, None),
    ]


def _action(section: str, place: int, observed: date, checked: date | None) -> Action:
    return Action(
        "actions", "lines", observed, f"{section}{place}", "題", section, None, "係長", "improvement",
        None, None, observed, observed, observed, observed, checked, "continue" if checked else None,
        2.5, None,
    )  # fmt: skip
