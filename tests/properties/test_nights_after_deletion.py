"""After facts and rows of people are deleted, a night still makes the same tables as a full build."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.roster.identity import open_key
from tests.properties.drawing import towns
from tests.properties.test_marts_equal_reference import PROPERTY, TABLES, TOWNS, build
from warehouse.engine.build import build_models
from warehouse.facts.store import open_store
from warehouse.lifecycle.personal_data import forget
from warehouse.lifecycle.rekey import rekey
from warehouse.lifecycle.retention import expire, retention
from warehouse.town import Town

if TYPE_CHECKING:
    from tests.properties.small_town import SmallTown
    from warehouse.facts.store import Store

AGES = st.tuples(st.sampled_from([10, 30, 45]), st.sampled_from([1, 2, 4]))
"""Days that facts are kept, months that rows of people are."""


def night(store: Store, town: SmallTown, today: date, *, full: bool = False) -> date | None:
    """Build what the warehouse holds, whatever the town told; return the month it began with."""
    built = build_models(
        store,
        town=Town("町", town.launched_on, 4),
        closures=town.closures,
        today=today,
        measures=town.measures,
        full=full,
    )
    return built.since


def all_tables(store: Store) -> dict[str, list[str]]:
    """Every row of every table that is built."""
    tables = [table for (table,) in store.rows(TABLES)]
    return {table: sorted(map(str, store.rows(f"from {table}"))) for table in tables}


def land_late(store: Store, day: date, uses: int) -> None:
    """Let a day that was never read give uses of everybody on the roster."""
    store.execute(
        "insert into raw.use (source, stream, event, day_on, staff, tool, action, uses) "
        "select 'late', 'files', staff, ?, staff, 'files', 'edited', ? "
        "from (select distinct staff from raw.assignment anti join ledger.forgotten using (staff))",
        [day, uses],
    )
    store.execute(
        "insert into ledger.source_day (source, stream, day_on, rows, hash, state, unmatched) "
        "values ('late', 'files', ?, 1, 'late', 'final', 0)",
        [day],
    )


@settings(PROPERTY, max_examples=max(TOWNS // 4, 1))
@given(
    town=towns(),
    ages=AGES,
    is_forgotten=st.booleans(),
    is_rekeyed=st.booleans(),
    is_moved=st.booleans(),
    back=st.integers(1, 150),
    uses=st.integers(1, 9),
)
def test_a_night_after_deletion_makes_the_same_tables_as_a_full_build(
    town: SmallTown,
    ages: tuple[int, int],
    is_forgotten: bool,  # noqa: FBT001 - drawn
    is_rekeyed: bool,  # noqa: FBT001 - drawn
    is_moved: bool,  # noqa: FBT001 - drawn
    back: int,
    uses: int,
) -> None:
    """Days read late, on either side of what is gone, and a roster that reaches back, on the next night and after it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder) / "warehouse.duckdb") as store,
    ):
        build(store, town, full=True)
        raw_days, person_months = ages
        expire(store, retention(town.today, raw_days=raw_days, person_months=person_months))
        if is_forgotten:
            staff = store.rows("select min(staff) from raw.assignment")[0][0]
            forget(store, staff, town.today)
        if is_rekeyed:
            path = Path(folder) / "key"
            rekey(store, path, open_key(path, has_pseudonyms=False))
        assert night(store, town, town.today) is None, "deleting and renaming change no month"
        land_late(store, town.today - timedelta(days=back), uses)
        if is_moved:
            store.execute(
                "update raw.assignment set section = (select min(section) from raw.section)"
            )
        for today in (town.today, town.today + timedelta(days=20)):
            assert night(store, town, today) is not None
            found = all_tables(store)
            night(store, town, today, full=True)
            for table, rows in all_tables(store).items():
                differs = {*found[table]} ^ {*rows}
                assert not differs, f"{table}: {sorted(differs)[:4]}"
            expire(store, retention(today, raw_days=raw_days, person_months=person_months))
