"""What a night makes again, what stops it, and that nothing else moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.properties.small_town import (
    Action,
    Assignment,
    Attendance,
    Section,
    SmallTown,
    Stream,
    Tally,
    Use,
    at,
    days_between,
    put,
)
from warehouse.engine.build import Built, ReleaseStopped, build_models
from warehouse.facts.store import open_store
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.facts.store import Store

LAUNCH = date(2024, 10, 1)
ODD = Action(
    "actions", "lines", date(2025, 5, 7), "1", "題", "A", None, "係長", "else", None, None,
    date(2025, 5, 7), None, None, None, None, None, None, None,
)  # fmt: skip
"""An action of a type that the book does not know."""


def edit(day: date, document: str = "d1") -> Use:
    """A file edited at ten in the morning."""
    return Use("suite", "files", day, "s1", "files", "edited", at(day, 600), document, 1)


TOWN = SmallTown(
    today=date(2025, 5, 16),
    launched_on=LAUNCH,
    sections=(Section("A", "甲課"), Section("B", "乙課")),
    assignments=(Assignment("s1", "A", date(2020, 4, 1)), Assignment("s2", "B", date(2020, 4, 1))),
    streams=(
        Stream("suite", "files", "use", ("files",), LAUNCH),
        Stream("suite", "meet", "attendance", ("meetings",), LAUNCH),
    ),
    facts=tuple(edit(day) for day in days_between(date(2024, 11, 5), date(2025, 5, 16))),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A warehouse with the town built."""
    with open_store(tmp_path / "warehouse.duckdb") as opened:
        night(opened, TOWN)
        yield opened


def night(store: Store, town: SmallTown, *, full: bool = False) -> Built:
    """Put the town in and build it."""
    put(store, town)
    told = Town("町", LAUNCH, 4)
    return build_models(
        store, town=told, closures=(), today=town.today, measures=town.measures, full=full
    )


def test_a_second_run_of_the_same_night_makes_nothing(store: Store) -> None:
    """Nothing changed, so no table is built."""
    built = night(store, TOWN)
    assert built.months == ()
    assert built.since is None


def test_a_night_leaves_the_months_before_the_change_as_they_are(store: Store) -> None:
    """One more day of May: what was planted in April is not made again, what was planted in May is."""
    store.execute("update core.use_day set uses = 77")
    store.execute("update core.staff_week set uses = 77")
    store.execute("update mart.use_month set assigned_days = 77")
    town = replace(TOWN, today=date(2025, 5, 17), facts=(*TOWN.facts, edit(TOWN.today)))
    built = night(store, town)
    assert built.months == (date(2025, 5, 1),)
    assert built.since == date(2025, 5, 1)
    days = "select max(day_on) from core.use_day where uses = 77"
    assert store.rows(days) == [(date(2025, 4, 30),)]
    weeks = "select max(week_on) from core.staff_week where uses = 77"
    assert store.rows(weeks) == [(date(2025, 4, 21),)], "the week that holds May 1 is made again"
    months = "select max(month) from mart.use_month where assigned_days = 77"
    assert store.rows(months) == [(date(2025, 4, 1),)]


def test_a_change_of_an_old_month_makes_everything_again_from_there(store: Store) -> None:
    """One date: what was planted after the changed month is gone, what was planted before it stays."""
    store.execute("update core.use_day set uses = 77")
    built = night(store, replace(TOWN, facts=(*TOWN.facts, edit(date(2025, 3, 20), "d2"))))
    assert built.months == (date(2025, 3, 1),)
    assert built.since == date(2025, 3, 1)
    assert store.rows("select max(day_on) from core.use_day where uses = 77") == [
        (date(2025, 2, 28),)
    ]


def test_of_a_book_that_is_taken_back_no_row_stays(store: Store) -> None:
    """Handed in, it is made; once it is gone, its rows are gone as well."""
    may, made = date(2025, 5, 1), "mart.book_month"
    book = Stream("faxes", "lines", "tally", (), LAUNCH, grain="month")
    line = Tally("faxes", "lines", may, "A", "fax", "count", 12.0)
    town = replace(TOWN, today=date(2025, 5, 17), streams=(*TOWN.streams, book))
    night(store, replace(town, facts=(*TOWN.facts, line)))
    assert store.rows(f"select section, count from {made}") == [("A", 12.0)]
    night(store, town)
    assert not store.rows(f"from {made}")


def test_a_transfer_entered_late_moves_nothing_before_it(store: Store) -> None:
    """Known in May, from April 1 on: every mart keeps its rows of March; April and May are made again.

    So it is if everything is made anew: what was shown of March holds by the rules, not by not looking.
    """
    before = before_april(store)
    first, second = TOWN.assignments
    moved = (
        replace(first, to_on=date(2025, 3, 31)),
        Assignment("s1", "B", date(2025, 4, 1)),
        second,
    )
    town = replace(TOWN, assignments=moved)
    built = night(store, town)
    assert built.months == (date(2025, 4, 1), date(2025, 5, 1))
    assert built.since == built.months[0]
    assert before_april(store) == before
    night(store, town, full=True)
    assert before_april(store) == before
    april = "select section, active_days from mart.use_month where tool = 'files' and month = date '2025-04-01'"
    assert store.rows(april) == [("B", 21)]


def before_april(store: Store) -> dict[str, list[str]]:
    """Every mart's rows of the months before April 2025."""
    marts = store.rows(
        "select table_name from information_schema.columns"
        " where table_schema = 'mart' and column_name = 'month'"
    )
    kept = "where month < date '2025-04-01'"
    return {mart: sorted(map(str, store.rows(f"from mart.{mart} {kept}"))) for (mart,) in marts}


def test_a_meeting_over_the_end_of_the_month_counts_on_the_day_it_was_joined(store: Store) -> None:
    """It is filed on May 1, so April has to be made again."""
    day = date(2025, 4, 30)
    began, ended = at(day, 23 * 60 + 50), at(day, 24 * 60 + 10)
    call = Attendance("suite", "meet", date(2025, 5, 1), "m", "s1", began, ended, is_guest=False)
    built = night(store, replace(TOWN, facts=(*TOWN.facts, call)))
    assert built.months == (date(2025, 4, 1), date(2025, 5, 1))
    cell = "select month from mart.use_month where tool = 'meetings' and active_days > 0"
    assert store.rows(cell) == [(date(2025, 4, 1),)]


def test_a_clock_set_back_leaves_nothing_of_the_month_that_has_not_begun(store: Store) -> None:
    """And set right again, everything is there."""
    rows = store.rows("from mart.use_month order by all")
    night(store, replace(TOWN, today=date(2025, 4, 20), facts=TOWN.facts[:100]))
    assert store.rows("select max(month) from mart.use_month") == [(date(2025, 4, 1),)]
    night(store, TOWN)
    assert store.rows("from mart.use_month order by all") == rows


def test_a_section_that_no_roster_knows_stops_the_release(store: Store) -> None:
    """The tables stay as they were, and the message names the check and holds no record."""
    rows = store.rows("from mart.use_month order by all")
    unknown = Assignment("s3", "Z", date(2025, 5, 1))
    with pytest.raises(ReleaseStopped, match=r"core\.assignment_day") as stopped:
        night(store, replace(TOWN, assignments=(*TOWN.assignments, unknown)))
    assert stopped.value.place == "warehouse/models/core/assignment_day.sql"
    assert "s3" not in str(stopped.value)
    assert store.rows("from mart.use_month order by all") == rows


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"assignments": (*TOWN.assignments, Assignment("s1", "B", date(2025, 5, 1)))}, "group by"),
        ({"facts": (*TOWN.facts, ODD)}, r"core\.action found 1 rows: .*'improvement', 'reform'"),
    ],
)
def test_a_key_that_is_there_twice_and_a_word_that_nobody_knows_stop_the_release(
    store: Store, more: dict[str, Any], words: str
) -> None:
    """Both are asked of the months made alone, and told with how many rows there are of them."""
    actions = Stream("actions", "lines", "action", (), LAUNCH)
    with pytest.raises(ReleaseStopped, match=words):
        night(store, replace(TOWN, streams=(*TOWN.streams, actions), **more))


def test_what_was_a_table_before_and_is_a_view_now_is_made_anew(store: Store) -> None:
    """A warehouse of an earlier version builds, and so does one of a later version."""
    store.execute("drop view staging.tally")
    store.execute("create table staging.tally as select 1 as old")
    store.execute("drop table mart.use_month")
    store.execute("create view mart.use_month as select 1 as old")
    store.execute("update ledger.built set rules = 'others'")
    night(store, TOWN)
    assert store.rows("select count, section from staging.tally") == []
    assert store.rows("select max(month) from mart.use_month") == [(date(2025, 5, 1),)]


def test_a_table_of_a_model_that_is_gone_is_dropped(store: Store) -> None:
    """It would go on holding exact numbers that nobody deletes by age; what the settings put there stays."""
    store.execute("create table mart.normal_month as select 1 as old")
    store.execute("create view mart.milestone as select 1 as old")
    store.execute("create table kept.core__gone_week as select 's1' as staff")
    store.execute("create table kept.core__use_day as from core.use_day limit 0")
    store.execute("update ledger.built set rules = 'others'")
    night(store, TOWN)
    there = {
        f"{schema}.{name}"
        for schema, name in store.rows(
            "select table_schema, table_name from information_schema.tables"
        )
    }
    assert not there & {"mart.normal_month", "mart.milestone", "kept.core__gone_week"}
    assert "kept.core__use_day" in there
    assert there >= {"core.calendar", "core.town", "core.target", "core.lead", "mart.use_month"}


def test_what_an_earlier_version_kept_beside_the_tables_is_dropped(store: Store) -> None:
    """Its macros name tables that may go, and its notes of single days would never change again."""
    store.execute("create macro core.make_use_day(since) as table select 1 where since is null")
    store.execute("create table ledger.built_day (day_on date)")
    store.execute("update ledger.built set rules = 'others'")
    night(store, TOWN)
    assert not store.rows(
        "from duckdb_functions() where function_type = 'table_macro' and schema_name = 'core'"
    )
    assert not store.rows("from duckdb_tables() where table_name = 'built_day'")
