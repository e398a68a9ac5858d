"""Every cell of the marts equals the plain-Python reference, on towns drawn at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.properties.reference_office import OfficeReference
from tests.properties.small_town import (
    Action,
    Assignment,
    Call,
    Count,
    Job,
    Section,
    SmallTown,
    Stream,
    Use,
    at,
    put,
)
from warehouse.build import build_models
from warehouse.measures import Measures, Target
from warehouse.release import Town
from warehouse.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.store import Store

START, END = date(2024, 12, 20), date(2025, 5, 20)
LAUNCH = date(2025, 1, 6)
MART_SQL = {
    "use_month": "section, tool, month, active_days, assigned_days, state",
    "activation_month": "section, tool, month, activated, assigned, state",
    "segment_week": "section, tool, week_on, segment, staff, state",
    "habitual_month": "section, tool, month, habitual, measured, state",
    "breadth_month": "section, month, active_staff, tools_used, state",
    "retention_month": "tool, month, cohort_staff, active, state",
    "milestone": "section, tool, milestone, month",
    "work_month": "section, month, uses, uses_out_of_hours, meeting_minutes, assigned_days, state",
    "outside_month": "section, month, online_meetings, with_guests, guests, state",
    "paper_month": "section, month, source, kind, sheets, impressions, quality, state",
    "replacement_month": "section, month, digital_moves, paper_moves, verdict",
    "paper_difference_month": "section, month, bought, printed",
    "normal_month": "section, tool, month, is_met, has_action, is_normal",
    "target_month": "section, tool, month, rate, pace",
    "cadence": "section, actions, checked, overdue, cadence_days",
    "hours_month": "section, month, hours_saved, hours_added, net_hours",
    "use_fell": "section, tool, month",
    "paper_digital_month": "section, pair, month, digital, paper, ratio, state",
}
KEYS = {"segment_week": 4, "paper_month": 3, "retention_month": 2, "breadth_month": 2}
KEYS |= {"replacement_month": 2, "paper_difference_month": 2, "cadence": 1, "hours_month": 2}
KEYS |= {"target_month": 2, "work_month": 2, "outside_month": 2}

days = st.dates(START, END - timedelta(days=1))
months = st.sampled_from([date(2025, month, 1) for month in range(1, 6)])
staff = st.sampled_from(["s1", "s2", "s3", "s4"])
# Just before and after office hours begin and end, and midnight.
minutes = st.sampled_from([0, 509, 510, 700, 1034, 1035, 1439])
# The ends of months, and few enough days that meetings overlap.
call_days = st.sampled_from([date(2025, 1, 31), date(2025, 3, 31), date(2025, 5, 6)])
PROPERTY = settings(
    max_examples=8,
    deadline=None,
    # Making a failing town smaller takes minutes: the seed is enough to look at it.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@st.composite
def habits(draw: st.DrawFn) -> list[Use]:
    """Somebody uses a tool every so many days."""
    who, tool = draw(st.one_of(st.none(), staff)), draw(st.sampled_from(["files", "chat"]))
    first, step = draw(days), draw(st.sampled_from([1, 3, 7, 20]))
    action = draw(st.sampled_from(["viewed", "edited", "sent", "managed", "printed"]))
    minute, uses = draw(minutes), draw(st.sampled_from([1, 5, 30]))
    document = draw(st.sampled_from(["d1", "d2"])) if tool == "files" else None
    count = draw(st.integers(1, 100))
    return [
        Use(who, tool, action, at(first + timedelta(days=step * turn), minute), document, uses)
        for turn in range(count)
        if first + timedelta(days=step * turn) < END
    ]


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """A connection, perhaps over midnight or over the end of a month."""
    day, minute = draw(call_days), draw(minutes)
    length = draw(st.sampled_from([1, 30, 200]))
    who = draw(st.one_of(st.none(), staff))
    meeting = f"{draw(st.sampled_from('abc'))}{day}"
    return Call(meeting, who, at(day, minute), at(day, minute + length), is_guest=who is None)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Assignment, ...]:
    """Four people: one stays, one is transferred, one leaves and comes back, one is hired late."""
    moved = draw(days)
    left, back = sorted(draw(st.lists(days, min_size=2, max_size=2, unique=True)))
    first = date(2020, 4, 1)
    return (
        Assignment("s1", draw(st.sampled_from("ABC")), first),
        Assignment("s2", "A", first, moved - timedelta(days=1)),
        Assignment("s2", "B", moved),
        Assignment("s3", "B", first, left - timedelta(days=1)),
        Assignment("s3", "A", back),
        Assignment("s4", "C", draw(days)),
    )


@st.composite
def actions(draw: st.DrawFn) -> Action:
    """Observed, perhaps acted on, perhaps checked."""
    observed, acted, checked = sorted(draw(st.lists(days, min_size=3, max_size=3)))
    steps = draw(st.sampled_from([0, 1, 2]))
    return Action(
        str(draw(st.integers(1, 10**9))),
        draw(st.sampled_from(["A", "B", None])),
        draw(st.sampled_from(["files", "chat", None])),
        observed,
        acted if steps else None,
        checked if steps == 2 else None,
        draw(st.sampled_from(["stop", "continue"])) if steps == 2 else None,
        float(draw(st.integers(0, 20))),
        float(draw(st.integers(0, 20))),
    )


@st.composite
def towns(draw: st.DrawFn) -> SmallTown:
    """Three sections, one of which may end; a missing night here and there; a book."""
    some = st.frozensets(days, max_size=3)
    ended = draw(st.one_of(st.none(), days))
    sections = (
        Section("A", "甲課"),
        Section("B", "乙課"),
        Section("C", "丙課", ended, "B" if ended else None),
    )
    since = draw(st.sampled_from([START, date(2025, 1, 6), date(2025, 2, 1)]))
    streams = (
        Stream("suite", "files", "use", ("files",), START, missing=draw(some)),
        Stream("suite", "chat", "use", ("chat",), since, provisional=draw(some)),
        Stream("suite", "meet", "attendance", ("meetings",), START, missing=draw(some)),
        Stream("print", "job", "print_job", (), since, missing=draw(some)),
        Stream("bought", "paper", "paper_bought", (), START, "month"),
        Stream("book", "lines", "tally", (), date(2025, 1, 1), "month"),
        Stream("actions", "lines", "action", (), START),
    )
    jobs = st.builds(
        Job,
        st.one_of(st.none(), staff),
        days.filter(lambda day: day >= since),
        st.one_of(st.none(), st.integers(0, 9)),
        st.one_of(st.none(), st.integers(0, 9)),
        st.sampled_from(["measured", "derived"]),
    )
    lines = st.builds(
        Count,
        st.sampled_from("ABC"),
        st.sampled_from(["approvals", "filings", "meetings"]),
        st.sampled_from(["digital", "paper"]),
        months,
        st.integers(0, 50),
    ).filter(lambda one: (one.pair, one.side) != ("meetings", "digital"))
    bought = st.builds(
        Count, st.sampled_from("ABC"), st.just("paper_bought"), st.just("paper"), months,
        st.integers(0, 5000),
    )  # fmt: skip
    uses = draw(st.lists(habits(), max_size=6))
    return SmallTown(
        today=draw(st.sampled_from([END, date(2025, 5, 1), date(2025, 4, 30)])),
        launched_on=LAUNCH,
        sections=sections,
        assignments=draw(rosters()),
        streams=streams,
        uses=tuple(
            use for habit in uses for use in habit if use.tool != "chat" or use.day >= since
        ),
        calls=tuple(draw(st.lists(calls(), max_size=12))),
        jobs=tuple(draw(st.lists(jobs, max_size=40))),
        counts=tuple(draw(st.lists(st.one_of(lines, bought), max_size=12))),
        actions=tuple(draw(st.lists(actions(), max_size=4, unique_by=lambda one: one.action))),
        targets=(("files", draw(st.sampled_from([0.1, 0.3]))), ("chat", 0.05)),
    )


def cut(town: SmallTown) -> SmallTown:
    """Leave out what has not happened yet on the town's day."""
    return replace(
        town,
        uses=tuple(one for one in town.uses if one.day < town.today),
        calls=tuple(one for one in town.calls if one.filed_on < town.today),
        jobs=tuple(one for one in town.jobs if one.on < town.today),
        counts=tuple(one for one in town.counts if one.month < town.today),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One warehouse that every drawn town is put into."""
    with open_store(tmp_path_factory.mktemp("towns") / "warehouse.duckdb") as opened:
        yield opened


def build(store: Store, town: SmallTown, *, full: bool) -> None:
    """Put the town in and build it."""
    put(store, town)
    told = Town("町", town.launched_on, 4)
    measures = Measures(
        targets=tuple(
            Target(tool, year, share) for tool, share in town.targets for year in (2024, 2025)
        )
    )
    build_models(store, town=told, closures=(), today=town.today, measures=measures, full=full)


def cells(store: Store, mart: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """A mart's rows by key."""
    width = KEYS.get(mart, 3)
    table = "alert where kind = 'use_fell'" if mart == "use_fell" else mart
    rows = store.rows(f"select {MART_SQL[mart]} from mart.{table}")
    return {row[:width]: row[width:] for row in rows}


@PROPERTY
@given(town=towns())
def test_every_mart_cell_equals_the_reference(store: Store, town: SmallTown) -> None:
    """All keys and all values of each mart."""
    town = cut(town)
    build(store, town, full=True)
    reference = OfficeReference(town)
    for mart in MART_SQL:
        expected = getattr(reference, mart)()
        found = cells(store, mart)
        wrong = {
            key: (found.get(key), expected.get(key))
            for key in {*found, *expected}
            if not _equal(found.get(key), expected.get(key))
        }
        assert not wrong, f"{mart}: key: (found, expected) {dict(list(wrong.items())[:5])}"


@PROPERTY
@given(first=towns(), second=towns())
def test_a_night_makes_the_same_tables_as_a_full_build(
    store: Store, first: SmallTown, second: SmallTown
) -> None:
    """After any change of facts, ledger or roster."""
    first = cut(first)
    build(store, first, full=True)
    changed = cut(
        replace(
            first,
            today=max(first.today, second.today),
            assignments=second.assignments,
            uses=first.uses + second.uses[:3],
            calls=second.calls,
            counts=second.counts,
            actions=second.actions,
        )
    )
    build(store, changed, full=False)
    tables = [table for (table,) in store.rows(_TABLES)]
    night = {table: sorted(map(str, store.rows(f"from {table}"))) for table in tables}
    build(store, changed, full=True)
    for table in tables:
        full = sorted(map(str, store.rows(f"from {table}")))
        differs = {*night[table]} ^ {*full}
        assert not differs, f"{table}: {sorted(differs)[:4]}"


_TABLES = """
select table_schema || '.' || table_name from information_schema.tables
where table_schema in ('core', 'mart') order by 1
"""


def _equal(found: tuple[Any, ...] | None, expected: tuple[Any, ...] | None) -> bool:
    return (
        found is not None
        and expected is not None
        and all(
            one == pytest.approx(other) if isinstance(other, float) and one is not None
            else one == other
            for one, other in zip(found, expected, strict=True)
        )
    )  # fmt: skip
