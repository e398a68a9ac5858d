"""The models over 100 staff in ten sections: a year made whole, a night, and a night after eight years."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from tests.benchmarks.measured import Measured
from warehouse.build import build_models
from warehouse.release import Town
from warehouse.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.store import Store

TODAY = date(2026, 4, 1)
NIGHTS, WHOLES = 5, 3
USES = "select count(*) from raw.use"
STREAMS = (
    ("google", "drive", "use", ["files"]),
    ("google", "chat", "use", ["chat"]),
    ("google", "calendar", "use", ["calendar"]),
    ("google", "gmail", "use", ["mail"]),
    ("google", "meet", "attendance", ["meetings"]),
    ("cups", "job", "print_job", []),
    ("papercut", "job", "print_job", []),
)
ACTIONS = (
    ("files", "drive", 8),
    ("chat", "chat", 6),
    ("calendar", "calendar", 2),
    ("mail", "gmail", 5),
)


def measure() -> Iterator[Measured]:
    """Yield what was measured: the best of some, for other work disturbs the rest.

    The budgets hold for the processors' time, which is the wall's on a machine that does nothing else.
    """
    for years in (1, 8):
        with (
            tempfile.TemporaryDirectory() as folder,
            open_store(Path(folder) / "w.duckdb") as store,
        ):
            town = _fill(store, years)
            build_models(store, town=town, closures=(), today=TODAY)
            label = f"{years} year{'s' if years > 1 else ''}, {store.count(USES):,} uses"
            whole = [_timed(store, town, full=True) for _ in range(WHOLES)]
            nights = [_night(store, town, night) for night in range(NIGHTS)]
            yield from _told(f"models, {label}: made whole", whole, 1.0 if years == 1 else None)
            yield from _told(f"models, {label}: a night", nights, 0.3)


def _night(store: Store, town: Town, night: int) -> tuple[float, float]:
    store.execute(
        "update ledger.source_day set hash = ? where day_on >= date '2026-03-29'", [str(night)]
    )
    return _timed(store, town, full=False)


def _timed(store: Store, town: Town, *, full: bool) -> tuple[float, float]:
    began = process_time()
    built = build_models(store, town=town, closures=(), today=TODAY, full=full)
    return process_time() - began, built.seconds


def _told(what: str, timed: list[tuple[float, float]], most: float | None) -> Iterator[Measured]:
    yield Measured(f"{what}, on the processors", min(spent for spent, _ in timed), most)
    yield Measured("  by the clock, beside whatever else ran", min(wall for _, wall in timed))


def _fill(store: Store, years: int) -> Town:
    start = date(TODAY.year - years, 4, 1)
    span = (
        f"range(date '{start}', date '{TODAY}', interval 1 day) as d(day), range(100) as p(person)"
    )
    works = "dayofweek(day) between 1 and 5"
    store.execute(
        "insert into raw.section (section, name) select 'S' || i, '課' || i from range(10) t(i)"
    )
    store.execute(
        "insert into raw.assignment select md5(i::text), 'S' || (i % 10), date '2010-04-01', null"
        " from range(100) t(i)"
    )
    for source, stream, shape, tools in STREAMS:
        store.execute(
            "insert into ledger.source (source, kind, stream, shape, tools, since, grain)"
            " values (?, ?, ?, ?, ?, ?, 'day')",
            [source, source, stream, shape, tools, start],
        )
        store.execute(
            "insert into ledger.source_day (source, stream, day_on, rows, hash, state)"
            f" select ?, ?, day::date, 0, '', 'final' from range(date '{start}', date '{TODAY}',"
            " interval 1 day) as d(day)",
            [source, stream],
        )
    for tool, stream, most in ACTIONS:
        store.execute(f"""
            insert into raw.use (source, stream, event, day_on, occurred_at, staff, tool, action,
                document, uses)
            select 'google', '{stream}', md5(day::text || person || turn || '{tool}'), day::date,
                day + interval (480 + turn * 53 + person) minute, md5(person::text), '{tool}',
                'edited', case when '{tool}' = 'files' then md5((person * 7 + turn)::text) end, 1
            from {span}, range({most}) as t(turn)
            where {works} and hash(day::text || person || turn || '{tool}') % 10 < 6 order by day
        """)
    store.execute(f"""
        insert into raw.attendance (source, stream, event, day_on, meeting, staff, started_at, ended_at)
        select 'google', 'meet', md5(day::text || person || turn), day::date,
            md5(day::text || (person % 12) || turn), md5(person::text),
            day + interval (turn * 200) minute, day + interval (turn * 200 + 50) minute
        from {span}, range(2) as t(turn)
        where {works} and hash(day::text || person || turn) % 2 = 0 order by day
    """)
    store.execute(f"""
        insert into raw.print_job (source, stream, event, day_on, staff, printer, impressions, sheets,
            quality)
        select 'cups', 'job', md5(day::text || person || turn), day::date, md5(person::text), 'p', 4, 2,
            'measured'
        from {span}, range(3) as t(turn) where {works} order by day
    """)
    return Town("町", start, 4)
