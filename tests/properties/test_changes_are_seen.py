"""Whatever changes in what a month is made from, the next build sees it: how many lines change alike is no matter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.contract.shapes import USE
from warehouse.engine.changes import find_changes, note_changes
from warehouse.facts.schema import NO_CONTENT, content_hash, fact_columns
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.facts.store import Store

FIRST = date(2026, 4, 1)
STATES = ("final", "provisional", "incomplete", "gap", "failed")
CHANGED = {
    "state": st.sampled_from(STATES),
    "rows": st.integers(0, 4),
    "hash": st.sampled_from(("a" * 48, "b" * 48, "c" * 48)),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("changes") / "warehouse.duckdb"
    with open_store(path) as opened:
        opened.execute("create schema if not exists core")
        opened.execute(
            "create table core.calendar as select range::date as day_on, "
            "date_trunc('month', range)::date as month, true as is_working_day, false as has_passed "
            "from range(date '2026-04-01', date '2026-06-01', interval 1 day)"
        )
        yield opened


def build(store: Store) -> tuple[date, ...]:
    """Note what there is as built; return the months that had changed."""
    changes = find_changes(store, rules="")
    note_changes(store, changes)
    return changes.months


def laid(store: Store, streams: int, days: int) -> None:
    """Lay a ledger of so many streams and days."""
    store.execute("delete from ledger.source_day")
    store.append(
        "ledger.source_day",
        [
            ("s", f"stream {n}", FIRST + timedelta(days=d), None, 1, "", "final", 0, *[None] * 5)
            for n in range(streams)
            for d in range(days)
        ],
    )


@settings(max_examples=150, deadline=None)
@given(streams=st.integers(1, 6), days=st.integers(1, 4), data=st.data())
def test_every_change_of_source_days_is_seen(
    store: Store, streams: int, days: int, data: st.DataObject
) -> None:
    """State, rows or content of one to all streams, on one to all days, each alike or each its own way."""
    laid(store, streams, days)
    build(store)
    column = data.draw(st.sampled_from(sorted(CHANGED)))
    values = data.draw(
        st.one_of(
            CHANGED[column].map(lambda one: [one] * streams),
            st.lists(CHANGED[column], min_size=streams, max_size=streams),
        )
    )
    first = data.draw(st.integers(0, days - 1))
    every = set(range(streams))
    which = data.draw(
        st.one_of(st.just(every), st.sets(st.sampled_from(sorted(every)), min_size=1))
    )
    before = store.rows("from ledger.source_day order by all")
    for number in which:
        store.execute(
            f"update ledger.source_day set {column} = ? where stream = ? and day_on >= ?",
            [values[number], f"stream {number}", FIRST + timedelta(days=first)],
        )
    is_changed = store.rows("from ledger.source_day order by all") != before
    assert build(store) == ((FIRST,) if is_changed else ())
    assert build(store) == ()


@pytest.mark.parametrize("streams", range(1, 7))
def test_streams_that_become_final_together_are_seen(store: Store, streams: int) -> None:
    """The default of one source is four; each night some of its days settle."""
    laid(store, streams, 1)
    store.execute("update ledger.source_day set state = 'provisional'")
    build(store)
    store.execute("update ledger.source_day set state = 'final'")
    assert build(store) == (FIRST,)


@pytest.mark.parametrize("count", range(1, 7))
def test_people_who_leave_and_sections_that_end_together_are_seen(store: Store, count: int) -> None:
    """So are working days that pass, and sections that go into the same successor."""
    laid(store, 1, 1)
    leaves = date(2026, 4, 20)
    numbers = range(count)
    store.execute("delete from raw.assignment")
    store.execute("delete from raw.section")
    store.append("raw.assignment", [(f"p{one}", "0101", FIRST, None) for one in numbers])
    store.append("raw.section", [(f"{one}", "課", FIRST, leaves, None) for one in numbers])
    build(store)
    for statement in (
        "update raw.assignment set to_on = date '2026-04-20'",
        "update raw.section set successor = '0101'",
        f"update core.calendar set has_passed = not has_passed where day_on < date '2026-04-{count + 1:02}'",
    ):
        store.execute(statement)
        assert FIRST in build(store), statement


def test_equal_rows_do_not_cancel_in_a_days_content(store: Store) -> None:
    """A row that is there three times is neither the row alone nor the day without it."""
    columns = ", ".join(fact_columns(USE))
    blank = ", ".join(f"null::{kind} as {name}" for name, kind in fact_columns(USE).items())
    digests = {
        store.rows(
            f"select {content_hash(USE)} from (select {columns} from (select {blank}), range({copies}))"
        )[0][0]
        for copies in range(7)
    }
    assert len(digests) == 7
    assert {len(one) for one in digests} == {48}
    assert NO_CONTENT in digests
