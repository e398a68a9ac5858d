"""What was shown of a month stands: whatever comes late, two nights' files have nothing to subtract."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.privacy.laid_habits import lay_habits
from tests.privacy.laid_marts import lay
from tests.privacy.random_town import TOOL, RandomTown, month_after, raise_random_town, working_days
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.release.tables.cell_tables import CELL_TABLES
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.facts.store import Store
    from warehouse.release.tables.release import Release

MONTHS = 6
Row = dict[str, Any]
Key = tuple[object, ...]


def publish(
    store: Store, town: RandomTown, today: date, *, missing: Sequence[date] = ()
) -> Release:
    """One night with what is known of a town; working days of a month may be missing."""
    known = town
    for day_on in missing:
        known = without_day(known, day_on)
    lay(known, store, today)
    lay_habits(known, store, today)
    for day_on in missing:
        month = day_on.replace(day=1)
        store.execute("delete from core.requirement_day where day_on = ?", [day_on])
        on = list(town.on(day_on).values())
        for section in set(on):
            store.execute(
                "update mart.use_month set assigned_days = assigned_days - ? where section = ? and month = ?",
                [on.count(section), section, month],
            )
        for mart in ("use_month", "activation_month", "habitual_month", "paper_digital_month"):
            store.execute(f"update mart.{mart} set state = 'incomplete' where month = ?", [month])
    at = datetime(today.year, today.month, today.day, tzinfo=UTC)
    return cut_release(store, town=Town("町", town.months[0], 4), today=today, released_at=at)


def shown(release: Release) -> dict[Key, Row]:
    """Each row of a line that is over and was not waited for."""
    return {
        (
            name,
            *(row.get(key) for key in ("section", "tool", "pair", "source", "segment", "month")),
        ): row
        for name, one in CELL_TABLES.items()
        for row in release.tables[name].to_pylist()
        if one.line(row) is not None
        and row["state"] != "none"
        and row["withheld_because"] not in {"running_month", "waiting"}
    }


def without_day(town: RandomTown, day_on: date) -> RandomTown:
    return replace(town, uses={TOOL: {one for one in town.uses[TOOL] if one[1] != day_on}})


def without_uses_of(town: RandomTown, staff: str) -> RandomTown:
    return replace(town, uses={TOOL: {one for one in town.uses[TOOL] if one[0] != staff}})


def with_late_transfer(town: RandomTown, rng: random.Random) -> RandomTown:
    """Somebody has been elsewhere since the middle of the last month but one, and nobody entered it."""
    since = town.months[-2] + timedelta(days=rng.randint(0, 27))
    staff, section = rng.choice(sorted(town.on(since).items()))
    into = rng.choice(sorted({one[1] for one in town.assignments} - {section}))
    moved = []
    for who, at, from_on, to_on in town.assignments:
        if who == staff and at == section and from_on < since and (to_on is None or to_on >= since):
            moved += [(who, at, from_on, since - timedelta(days=1)), (who, into, since, to_on)]
        else:
            moved.append((who, at, from_on, to_on))
    return replace(town, assignments=moved)


def late(kind: str, town: RandomTown, rng: random.Random) -> tuple[RandomTown, RandomTown]:
    """What was known of a town on the first night, and on the second."""
    somebody = rng.choice(sorted(town.on(town.months[-1])))
    if kind == "transfer":
        return town, with_late_transfer(town, rng)
    if kind == "hire":
        return replace(
            town, assignments=[one for one in town.assignments if one[0] != somebody]
        ), town
    if kind == "account":
        return without_uses_of(town, somebody), town
    if kind == "forgotten":
        return town, without_uses_of(town, somebody)
    day_on = rng.choice(working_days(town.months[rng.choice((-1, -3))]))
    return without_day(town, day_on), town


# Without the rule each of these kinds is found in each of the towns 0 to 2: one town a kind is enough.
@pytest.mark.parametrize(
    ("seed", "kind"),
    [(0, "transfer"), (1, "hire"), (1, "account"), (2, "forgotten"), (2, "rows of a day")],
)
def test_what_was_shown_stands_whatever_comes_late(seed: int, kind: str, tmp_path: Path) -> None:
    """Cells, people and reasons alike; and the month after is published all the same."""
    whole = raise_random_town(seed, MONTHS)
    rng = random.Random(f"{seed} {kind}")
    first, then = late(kind, replace(whole, months=whole.months[:-1]), rng)
    today = month_after(first.months[-1]) + timedelta(days=4)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        before = shown(publish(store, first, today))
        for night in (1, 2):
            after = shown(publish(store, then, today + timedelta(days=night)))
            assert after == before, night
        later = publish(store, replace(then, months=whole.months), month_after(today))
    assert before.items() <= shown(later).items()
    new = [row for key, row in shown(later).items() if key[-1] == whole.months[-1]]
    assert any(row["coding"] for row in new)


@pytest.mark.parametrize("seed", range(2))
def test_a_month_is_waited_for_until_its_last_day_has_come(seed: int, tmp_path: Path) -> None:
    """At the latest after ten nights it is shown as it is, and stands then."""
    town = raise_random_town(seed, MONTHS)
    month = town.months[-1]
    missing = [random.Random(seed).choice(working_days(month))]
    today = month_after(month)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for night in (0, 4, 9):
            release = publish(store, town, today + timedelta(days=night), missing=missing)
            use = [row for row in release.tables["use_month"].to_pylist() if row["month"] == month]
            assert {row["withheld_because"] for row in use} <= {"waiting", "small_group"}, night
            assert not any(row["coding"] for row in use)
        tenth = publish(store, town, today + timedelta(days=10), missing=missing)
        assert any(key[-1] == month and row["coding"] for key, row in shown(tenth).items())
        assert shown(publish(store, town, today + timedelta(days=11), missing=missing)) == shown(
            tenth
        )


def test_a_day_that_comes_the_night_after_is_in_the_first_number_shown(tmp_path: Path) -> None:
    """Nothing was shown without it."""
    town = raise_random_town(1, MONTHS)
    missing, today = working_days(town.months[-1])[-1:], month_after(town.months[-1])
    with (
        open_store(tmp_path / "late.duckdb") as store,
        open_store(tmp_path / "whole.duckdb") as other,
    ):
        publish(store, town, today, missing=missing)
        assert shown(publish(store, town, today + timedelta(days=1))) == shown(
            publish(other, town, today + timedelta(days=1))
        )


def shares(release: Release, month: date) -> dict[str, Row]:
    return {
        row["section"]: row
        for row in release.tables["use_month"].to_pylist()
        if row["month"] == month and row["coding"] is not None
    }


@pytest.mark.parametrize("days", [1, 8])
def test_what_came_after_ten_nights_is_shown_where_its_difference_may_be_told(
    days: int, tmp_path: Path
) -> None:
    """A reader who subtracts has three person-day counts at least left for every group, and neither none nor all."""
    corrected = 0
    for seed in range(4):
        town = raise_random_town(seed, 4)
        month = town.months[-1]
        missing = working_days(month)[-days:]
        today = month_after(month)
        with open_store(tmp_path / f"{seed}.duckdb") as store:
            publish(store, town, today, missing=missing)
            before = publish(store, town, today + timedelta(days=10), missing=missing)
            after = publish(store, town, today + timedelta(days=11))
            again = publish(store, town, today + timedelta(days=12))
        assert shown(again) == shown(after)
        then, now = shares(before, month), shares(after, month)
        assert {row["state"] for row in then.values()} == {"incomplete"}
        if now == then:
            continue
        corrected += 1
        assert {row["state"] for row in now.values()} == {"final"}
        for section, row in now.items():
            old = then[section]
            ends = [
                (one["low"] - (one["low"] > 0) / 2, one["high"] + (one["high"] < 100) / 2)
                for one in (old, row)
            ]
            known = len(working_days(month)) - days
            least = ends[1][0] * row["n"] * (known + days) - ends[0][1] * row["n"] * known
            most = ends[1][1] * row["n"] * (known + days) - ends[0][0] * row["n"] * known
            assert most - least > 200 * 0.9, section
            assert least < 100 * row["n"] * days, section
            assert most > 0, section
    assert corrected > 0 or days == 1


def test_two_runs_of_one_day_keep_the_roster_of_a_month_once(tmp_path: Path) -> None:
    """The second shows what the first still waited for: people kept twice would be counted twice."""
    town = raise_random_town(1, MONTHS, tools=(TOOL, "chat"))
    today = month_after(town.months[-1]) + timedelta(days=4)
    kept = "select count(*) from release.roster_month"
    with open_store(tmp_path / "warehouse.duckdb") as store:
        publish(store, town, today)
        once = store.count(kept)
        store.execute("delete from release.line_month where line = 'use chat'")
        before = shown(publish(store, town, today))
        assert store.count(kept) == once
        assert shown(publish(store, town, today + timedelta(days=1))) == before
