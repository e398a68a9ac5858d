"""Habits, segments, retention and breadth of random towns: true, wide enough, and the same every night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from tests.privacy.laid_habits import lay_habits
from tests.privacy.laid_marts import lay
from tests.privacy.random_town import TOOL, RandomTown, month_after, raise_random_town
from warehouse.facts.store import open_store
from warehouse.policy import Floors
from warehouse.release.cut import cut_release
from warehouse.release.groups.roster import GroupedRoster
from warehouse.release.groups.tool_coverage import Coverage
from warehouse.release.release_context import EarlierCells, ReleaseContext
from warehouse.release.rules.activation import HeadCounts
from warehouse.release.rules.breadth import _breadth
from warehouse.release.rules.town_counts import cut_town_counts
from warehouse.release.rules.use import ProvedUse, Use
from warehouse.release.tables.cell_tables import known_between, value_of
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import TOWN, Release
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.facts.store import Store

SEED = 2
"""A town in which sections show habits and the launch month had users enough for its retention."""
Row = dict[str, Any]


def publish(store: Store, town: RandomTown, *, nights: int = 0) -> Release:
    today = month_after(town.months[-1]) + timedelta(days=4 + nights)
    at = datetime(today.year, today.month, today.day, tzinfo=UTC)
    return cut_release(store, town=Town("町", town.months[0], 4), today=today, released_at=at)


@pytest.fixture(scope="module")
def released(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Store, RandomTown, Release]]:
    """Twelve months, cut once."""
    town = raise_random_town(SEED)
    today = month_after(town.months[-1]) + timedelta(days=4)
    with open_store(tmp_path_factory.mktemp("town") / "warehouse.duckdb") as store:
        lay(town, store, today)
        lay_habits(town, store, today)
        add_breadth(store, town)
        yield store, town, publish(store, town)


def add_breadth(store: Store, town: RandomTown, *, with_tool: bool = True) -> None:
    """A second tool that is measured, and how many of both each section's people used."""
    rows = [
        {"section": "s00", "month": month, "active_staff": 40, "tools_used": used, "state": "final"}
        for month, used in zip(town.months, (40, 52, 80, *[56] * 9), strict=True)
    ]
    with store.registered("breadths", pa.Table.from_pylist(rows)):
        store.execute("create or replace table mart.breadth_month as from breadths")
    if not with_tool:
        return
    store.execute(
        "insert into mart.use_month by name select section, 'chat' as tool, month, 'final' as state, "
        "active_days, assigned_days from mart.use_month"
    )


def rows_of(release: Release, table: str, **where: object) -> list[Row]:
    return [
        row
        for row in release.tables[table].to_pylist()
        if all(row[name] == value for name, value in where.items())
    ]


def test_a_habits_band_holds_the_truth_and_two_other_counts(
    released: tuple[Store, RandomTown, Release],
) -> None:
    """In every section that stands alone, and cells enough to mean it."""
    store, _, release = released
    truth = {
        (section, month): (habitual, measured)
        for section, month, habitual, measured in store.rows(
            "select section, month, habitual, measured from mart.habitual_month"
        )
    }
    seen = 0
    for row in rows_of(release, "habitual_month"):
        if row["coding"] is None or (row["section"], row["month"]) not in truth:
            continue
        habitual, measured = truth[row["section"], row["month"]]
        assert row["n"] == measured
        first, last = round(row["low"] * measured / 100), round(row["high"] * measured / 100)
        assert first <= habitual <= last
        assert last - first >= 2
        seen += 1
    assert seen > 40


def test_segments_hold_the_truth_and_are_told_with_the_more_active_ones(
    released: tuple[Store, RandomTown, Release],
) -> None:
    """Half a step either way, or the steps that are told together: a share is a difference of two such bands."""
    store, town, release = released
    order = ("power", "habitual", "novice", "low", "none")
    shown = 0
    for month in town.months:
        rows = {row["segment"]: row for row in rows_of(release, "segment_month", month=month)}
        if not rows or rows["none"]["coding"] is None:
            continue
        ends = [(rows[one]["from_top_low"], rows[one]["from_top_high"]) for one in order]
        assert ends == sorted(ends)
        monday = max(
            week
            for (week,) in store.rows("select distinct week_on from mart.segment_week")
            if (week + timedelta(days=6)).replace(day=1) == month
        )
        count = dict(
            store.rows(
                "select segment, sum(staff)::bigint from mart.segment_week "
                "where week_on = ? and segment is not null group by segment",
                [monday],
            )
        )
        upto = 0
        for segment, (low, high) in zip(order, ends, strict=True):
            upto += count.get(segment, 0)
            assert low - 2.5 <= 100 * upto / sum(count.values()) <= high + 2.5
            row, share = rows[segment], 100 * count.get(segment, 0) / sum(count.values())
            rounding = 2.5 if row["low"] == row["high"] else 0.0
            assert row["low"] - rounding <= share <= row["high"] + rounding, row
        shown += 1
    assert shown > 5


def test_retention_holds_the_truth_and_never_the_launch_month(
    released: tuple[Store, RandomTown, Release],
) -> None:
    """Of a cohort whose size no table tells."""
    store, town, release = released
    kept = {
        month: 100 * active / cohort
        for month, active, cohort in store.rows(
            "select month, active, cohort_staff from mart.retention_month"
        )
    }
    rows = [row for row in rows_of(release, "retention_month") if row["coding"] is not None]
    assert rows
    for row in rows:
        assert row["n"] is None
        assert row["month"] > town.months[0]
        assert row["low"] <= kept[row["month"]] <= row["high"]


@pytest.mark.parametrize(
    ("proved", "used", "told"),
    [
        (40, 40, Value(1, 1.2, "below", "tenths")),
        (40, 58, Value(1.4, 1.4, "exact", "tenths")),
        (40, 80, Value(1.8, 2, "above", "tenths")),
        (29, 58, "few_values"),
    ],
)
def test_breadth_is_coded_at_its_ends(
    proved: int, used: int, told: Value | str, released: tuple[Store, RandomTown, Release]
) -> None:
    """Of 40 active people; a tenth has to be three uses of a tool by those who are proved active."""
    store, town, _ = released
    month = town.months[0]
    context = over(store, month)
    row = {
        "section": "s00",
        "month": month,
        "active_staff": 40,
        "tools_used": used,
        "state": "final",
    }
    with store.registered("breadths", pa.Table.from_pylist([row])):
        store.execute("create or replace table mart.breadth_month as from breadths")
    cut = cut_town_counts(context, proving(proved, month), HeadCounts({}, {}, {}))
    add_breadth(store, town, with_tool=False)
    cell = cut.tables["breadth_month"][0]
    assert (value_of("breadth_month", cell) or cell["withheld_because"]) == told


def over(store: Store, month: date) -> ReleaseContext:
    """Return what the rules read of a town without a roster that was launched in a month."""
    roster = GroupedRoster([], Floors())
    return ReleaseContext(
        store, date(2026, 1, 1), roster, {}, set(), month, Coverage(roster), EarlierCells([])
    )


def proving(people: int, month: date) -> Use:
    """Return a released use that proves so many people active."""
    return Use({}, {(TOOL, month): ProvedUse({}, {}, {}, people)})


def test_breadth_in_halves_is_told_apart_from_tenths() -> None:
    """Of 40 active people of whom few are proved to be: 2.5 in halves lies between 2.25 and 2.75."""
    month = date(2025, 4, 1)
    told = []
    for proved in (40, 29):
        context = over(None, month)  # type: ignore[arg-type]  # nothing is read
        tools = {TOOL, "b", "c", "d", "e"}
        row = _breadth(context, proving(proved, month), month, (40, 100), tools, "final")
        told.append((value_of("breadth_month", row), known_between("breadth_month", row)))
    assert told == [
        (Value(2.5, 2.5, "exact", "tenths"), (2.45, 2.55)),
        (Value(2.5, 2.5, "about", "tenths"), (2.25, 2.75)),
    ]


def test_the_next_night_shows_the_same_and_adds_nothing_to_the_history(
    released: tuple[Store, RandomTown, Release],
) -> None:
    """A band once shown stays, and what it rests on stays as well."""
    store, town, release = released
    before = store.count("select count(*) from release.history")
    again = publish(store, town, nights=1)
    for table in (
        "activation_month",
        "breadth_month",
        "habitual_month",
        "segment_month",
        "retention_month",
    ):
        assert again.tables[table].equals(release.tables[table]), table
    assert store.count("select count(*) from release.history") == before
    assert store.rows(
        "select distinct measure from release.history where section = ? order by 1", [TOWN]
    ) == [
        (name,)
        for name in (
            "activation_month", "breadth_month", "habitual_month", "paper_digital_month", "paper_month",
            "retention_month", "segment_month", "use_month",
        )
    ]  # fmt: skip


def test_habits_that_come_late_give_way_to_what_was_shown_before(tmp_path: Path) -> None:
    """A warehouse that has shown activation for a year begins to show habits."""
    town = raise_random_town(SEED)
    today = month_after(town.months[-1]) + timedelta(days=4)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        lay(town, store, today)
        first = publish(store, town)
        assert rows_of(first, "habitual_month") == []
        lay_habits(town, store, today)
        # As if the release before had been of a program that froze no months.
        store.execute("delete from release.line_month")
        second = publish(store, town, nights=1)
        of_all = [rows_of(one, "activation_month", section=TOWN) for one in (first, second)]
        assert of_all[0] == of_all[1]
        assert any(row["coding"] for row in rows_of(second, "habitual_month", tool=TOOL))


def test_whoever_was_forgotten_is_counted_on_among_habits_and_segments(tmp_path: Path) -> None:
    """Fewer than earlier months prove are taken for as many; a reason instead would tell of whom it was."""
    town = raise_random_town(SEED, 7)
    month, today = town.months[-1], month_after(town.months[-1]) + timedelta(days=4)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        lay(town, store, today)
        lay_habits(town, store, today)
        before = publish(store, town)
        for table in ("history", "line_month"):
            store.execute(f"delete from release.{table} where month = ?", [month])
        store.execute("update mart.habitual_month set habitual = 0 where month = ?", [month])
        store.execute(
            "update mart.segment_week set segment = 'none' where segment is not null and week_on >= ?",
            [month],
        )
        after = publish(store, town, nights=1)
    for table in ("habitual_month", "segment_month"):
        shown = [
            {row["section"] for row in rows_of(one, table, month=month) if row["coding"]}
            for one in (before, after)
        ]
        assert shown[0] == shown[1] != set(), table
    told = {
        row["section"]: value_of("habitual_month", row)
        for row in rows_of(after, "habitual_month", month=month)
    }
    assert told["s05"] == Value(67, 83, "interval", "per_cent"), (
        "the days of three months prove so many"
    )
