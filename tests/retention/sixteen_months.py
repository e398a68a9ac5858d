"""A town of sixteen months, landed and built, whose facts are old enough to be deleted."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.properties.small_town import (
    Assignment,
    Attendance,
    PaperBought,
    PrintJob,
    Section,
    SmallTown,
    Stream,
    Use,
    at,
    days_between,
)
from warehouse.engine.build import Built, build_models
from warehouse.lifecycle.retention import expire, retention
from warehouse.town import Town

if TYPE_CHECKING:
    from tests.properties.small_town import Fact
    from warehouse.facts.store import Store

LAUNCH = date(2025, 1, 6)
TODAY = date(2026, 5, 16)
STAFF = ("s1", "s2", "s3", "s4", "s5", "s6")


def bought(section: str, month: int, sheets: int) -> PaperBought:
    """A line of the purchase book of 2025."""
    return PaperBought("bought", "book", date(2025, month, 1), section, sheets)


def _lived(today: date) -> list[Fact]:
    """What six people did, each day by a chance of its own; a call runs over each midnight."""
    days = days_between(LAUNCH, today)
    chances = {day: random.Random(day.toordinal()) for day in days}
    uses = [
        Use(
            "suite",
            tool,
            day,
            staff,
            tool,
            "edited",
            at(day, 500 + chances[day].randrange(600)),
            f"d{chances[day].randrange(9)}",
            1,
        )
        for day in days
        for staff in STAFF
        for tool in ("files", "chat")
        if chances[day].random() < 0.5 and not (staff == "s6" and day > date(2025, 2, 28))
    ]
    calls = [
        Attendance(
            "suite",
            "meet",
            after,
            f"m{day}",
            staff,
            at(day, 23 * 60 + 30),
            at(day, 24 * 60 + 20),
            is_guest=False,
        )
        for day, after in pairwise(days)
        for staff in STAFF[:2]
        if chances[day].random() < 0.6
    ]
    again = [replace(call, started_at=call.ended_at - timedelta(minutes=30)) for call in calls]
    jobs = [
        PrintJob("print", "job", day, at(day, 600), staff, 5, 3, "measured")
        for day in days
        for staff in STAFF[:5]
        if chances[day].random() < 0.3
    ]
    return [*uses, *calls, *again, *jobs]


def _town(today: date = TODAY) -> SmallTown:
    """Six people in two sections; one left early, one moved."""
    return SmallTown(
        today=today,
        launched_on=LAUNCH,
        sections=(Section("A", "甲課"), Section("B", "乙課")),
        assignments=(
            *(Assignment(staff, "A", date(2020, 4, 1)) for staff in STAFF[:3]),
            Assignment("s4", "A", date(2020, 4, 1), date(2025, 3, 31)),
            Assignment("s4", "B", date(2025, 4, 1)),
            Assignment("s5", "B", date(2020, 4, 1)),
            Assignment("s6", "B", date(2020, 4, 1), date(2025, 2, 28)),
        ),
        streams=(
            Stream("suite", "files", "use", ("files",), LAUNCH),
            Stream("suite", "chat", "use", ("chat",), LAUNCH),
            Stream("suite", "meet", "attendance", ("meetings",), LAUNCH),
            Stream("print", "job", "print_job", (), LAUNCH),
            Stream("bought", "book", "paper_bought", (), date(2025, 1, 1), "month"),
        ),
        facts=(*_lived(today), *(bought("A", month, 1000) for month in range(1, 13))),
    )


TOWN = _town()


def build(store: Store, *, today: date = TODAY, full: bool = False) -> Built:
    """Bring the models up to date."""
    return build_models(store, town=Town("町", LAUNCH, 4), closures=(), today=today, full=full)


def let_go(store: Store, today: date = TODAY) -> None:
    """Delete what is too old."""
    expire(store, retention(today, raw_days=30, person_months=13))
