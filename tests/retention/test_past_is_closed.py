"""What happens to sixteen months when facts and rows of people are deleted by age: no number moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from connectors.contract import shapes, streams
from tests.marts import marts
from tests.properties.small_town import (
    SmallTown,
    put,
)
from tests.retention.sixteen_months import LAUNCH, TODAY, TOWN, _town, bought, build, let_go
from warehouse.engine.kept_rows import Closed, read_closed
from warehouse.engine.model import read_models
from warehouse.facts.backup import back_up, restore
from warehouse.facts.integrity.verify import verify_store
from warehouse.facts.ledger import due_windows
from warehouse.facts.store import open_store
from warehouse.lifecycle.personal_data import read_held
from warehouse.lifecycle.retention import retention

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.facts.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A warehouse with the town landed and built."""
    with open_store(tmp_path / "warehouse.duckdb") as opened:
        put(opened, TOWN)
        build(opened)
        yield opened


def test_every_mart_is_the_same_after_deleting_by_age(store: Store) -> None:
    """At once, after another night, and when every month is made anew."""
    before = marts(store)
    assert sum(map(len, before.values())) > 1000
    let_go(store)
    assert marts(store) == before
    build(store)
    assert marts(store) == before
    assert build(store).since is None
    build(store, full=True)
    assert marts(store) == before
    let_go(store)
    build(store, full=True)
    assert marts(store) == before


def test_later_nights_count_as_if_nothing_had_been_deleted(store: Store, tmp_path: Path) -> None:
    """Two months on, night by week: the same marts as in a warehouse that keeps everything."""
    with open_store(tmp_path / "whole.duckdb") as whole:
        for days in (10, 20, 40, 60):
            today = TODAY + timedelta(days=days)
            town = _town(today)
            put(whole, town)
            build(whole, today=today)
            _put_newer(store, town)
            build(store, today=today)
            let_go(store, today)
            assert marts(store) == marts(whole), days
        build(store, today=today, full=True)
        assert marts(store) == marts(whole)


def _put_newer(store: Store, town: SmallTown) -> None:
    """Land what happened since, and nothing of what was deleted."""
    put(store, town)
    before = read_closed(store).raw_before
    for shape in ("use", "attendance", "print_job"):
        store.execute(f"delete from raw.{shape} where day_on < ?", [before])


def test_nothing_older_than_allowed_is_left_on_a_person(store: Store) -> None:
    """Facts: 30 days. Rows of people: 13 months. Who has begun: only those who are still there."""
    let_go(store)
    assert store.count("select count(*) from raw.use where day_on < date '2026-04-16'") == 0
    assert store.count("select count(*) from raw.use") > 0
    first = date(2025, 5, 1)
    old = {
        model.table: store.count(
            f"select count(*) from {model.table} where {model.period} < ?", [first]
        )
        for model in read_models()
        if model.is_personal and model.table != "core.first_use"
    }
    assert set(old.values()) == {0}, old
    kept = store.rows("select table_name from duckdb_tables() where schema_name = 'kept'")
    held = set()
    for (table,) in kept:
        columns = store.rows(
            "select column_name from duckdb_columns() where schema_name = 'kept' and table_name = ? "
            "and column_name = 'staff' and data_type = 'VARCHAR'",
            [table],
        )
        if columns and store.rows(f"select 1 from kept.{table} where staff = 's6'"):
            held.add(table)
    assert not held, "s6 left more than 13 months ago"
    assert store.rows("select 1 from core.first_use where staff = 's6'") == []


def test_the_roster_of_a_shown_month_keeps_nobody_by_pseudonym_who_left_long_ago(
    store: Store,
) -> None:
    """Whom the roster names stays; who is gone from it is one person from month to month, under another name."""
    shown_on = date(2026, 5, 15)
    stays = [
        (month, shown_on, staff, "A", month, month + timedelta(days=27))
        for month, staff in (
            (date(2025, 3, 1), "gone"),
            (date(2025, 4, 1), "gone"),
            (date(2025, 4, 1), "s1"),
            (date(2025, 4, 1), "left lately"),
            (date(2026, 4, 1), "left lately"),
        )
    ]
    store.append("release.roster_month", stays)
    assert ("release.roster_month", 2) in read_held(store, "gone").rows
    let_go(store)
    assert read_held(store, "gone").rows == ()
    kept = store.rows("select month, staff from release.roster_month order by all")
    names = {staff for _, staff in kept}
    assert len(kept) == len(stays)
    assert "gone" not in names
    assert {"s1", "left lately"} < names
    assert len(names) == 3, "one person under one name"


def test_a_day_deleted_by_age_is_neither_read_again_nor_called_damaged(store: Store) -> None:
    """The ledger still has it, with the rows that it had."""
    let_go(store)
    verified = [one.place for one in verify_store(store) if "source bought" not in one.place]
    assert verified == []
    stream = streams.Stream("files", shapes.USE, (), tools=("files",))
    due = due_windows(store, "suite", stream, since=LAUNCH, today=TODAY, gate_fingerprint="other")
    assert due == ()
    older = due_windows(store, "new", stream, since=LAUNCH, today=TODAY, gate_fingerprint="other")
    assert older[0].start == date(2025, 5, 1), "rows of people from before would be deleted at once"
    store.execute("delete from raw.use where day_on = date '2026-05-01'")
    missed = [one for one in verify_store(store) if "source suite" in one.place]
    assert len(missed) == 2, "a day that should be there is still missed"


def test_a_change_in_a_closed_month_is_told_and_not_applied(store: Store) -> None:
    """A transfer entered a year late: the closed months stay, the open ones follow."""
    let_go(store)
    before = marts(store)
    store.execute("update raw.assignment set section = 'B' where staff = 's1'")
    built = build(store)
    assert max(built.closed) == date(2025, 4, 1)
    assert min(built.closed) == LAUNCH.replace(day=1)
    after = marts(store)
    for table in ("mart.use_month", "mart.work_month", "mart.activation_month"):
        model = next(one for one in read_models() if one.table == table)
        place = [*model.columns].index("month")
        old = [row for row in before[table] if row[place] < date(2025, 5, 1)]
        assert old == [row for row in after[table] if row[place] < date(2025, 5, 1)]
        assert before[table] != after[table]


def test_a_book_filled_in_late_still_counts_in_a_closed_month(store: Store) -> None:
    """Paper bought is of sections: nothing of it is ever closed."""
    let_go(store)
    town = replace(TOWN, facts=(*TOWN.facts, bought("B", 2, 700)))
    _put_newer(store, town)
    build(store)
    sheets = "select sheets from mart.paper_month where section = 'B' and month = date '2025-02-01' and kind = 'bought'"
    assert store.rows(sheets) == [(700,)]


def test_a_day_read_weeks_late_adds_to_what_was_kept(store: Store) -> None:
    """Its source was down: what others told of that day stays, and this is added, once."""
    let_go(store)
    day = date(2026, 2, 3)
    (before,) = store.rows("select sum(uses) from core.use_day where day_on = ?", [day])[0]
    store.execute(
        "insert into raw.use (source, stream, day_on, staff, tool, action, uses) "
        "values ('late', 'files', ?, 's1', 'files', 'edited', 4)",
        [day],
    )
    store.execute(
        "insert into ledger.source_day (source, stream, day_on, rows, hash, state, unmatched) "
        "values ('late', 'files', ?, 1, 'x', 'final', 0)",
        [day],
    )
    for _ in range(2):
        build(store)
        let_go(store)
        build(store, full=True)
        assert store.rows("select sum(uses) from core.use_day where day_on = ?", [day]) == [
            (before + 4,)
        ]
    assert store.count("select count(*) from raw.use where source = 'late'") == 0


def test_retention_is_never_longer_than_it_says() -> None:
    """Whole months, rounded towards less; a first of the month keeps the whole thirteenth."""
    for today, first in (
        (date(2026, 5, 16), date(2025, 5, 1)),
        (date(2026, 5, 1), date(2025, 4, 1)),
        (date(2026, 1, 31), date(2025, 1, 1)),
    ):
        assert retention(today, raw_days=30, person_months=13) == Closed(
            today - timedelta(days=30), first, first
        )


def test_a_back_up_brings_the_closed_months_back(store: Store, tmp_path: Path) -> None:
    """No fact is left of them: without what was kept they would be gone."""
    let_go(store)
    before = marts(store)
    back_up(store, tmp_path / "back-up")
    restore(tmp_path / "back-up", tmp_path / "restored.duckdb")
    with open_store(tmp_path / "restored.duckdb") as restored:
        build(restored)
        assert marts(restored) == before
