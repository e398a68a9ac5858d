"""What the office enters weeks late: the release goes on the same night, and what was shown stays as it was shown."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.privacy.laid_habits import lay_habits
from tests.privacy.laid_marts import lay
from tests.privacy.random_town import RandomTown, month_after, raise_random_town
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.release.tables.cell_tables import value_of
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.facts.store import Store

    Key = tuple[str, str, str | None, str | None, date]
    Posts = list[tuple[str, str, date, date | None]]

DAY = timedelta(days=1)
TOOLS = ("files", "chat")
EIGHT_WEEKS = timedelta(weeks=8)
CLOSED = ("use_month", "activation_month", "habitual_month", "paper_month", "paper_digital_month")
SHOWN = ("use_month", "activation_month", "habitual_month", "segment_month", "paper_month")


def moved(posts: Posts, to: dict[str, str], month: date) -> Posts:
    """Return the posts after some staff moved at a month's beginning."""
    found: Posts = []
    for staff, section, from_on, to_on in posts:
        if staff in to and (to_on is None or to_on >= month):
            if from_on < month:
                found.append((staff, section, from_on, month - DAY))
            found.append((staff, to[staff], max(from_on, month), to_on))
        else:
            found.append((staff, section, from_on, to_on))
    return found


def people(town: RandomTown, month: date) -> dict[str, list[str]]:
    """Return section → staff on a month's first day."""
    found: dict[str, list[str]] = defaultdict(list)
    for staff, section in sorted(town.on(month).items()):
        found[section].append(staff)
    return found


def exchange(town: RandomTown, month: date, chance: random.Random) -> Posts:
    """Up to six people of two sections change places: both are as many as before."""
    at = people(town, month)
    one, other = chance.sample(sorted(name for name in at if len(at[name]) >= 5), 2)
    count = min(6, len(at[one]), len(at[other]))
    to = dict.fromkeys(chance.sample(at[one], count), other)
    to |= dict.fromkeys(chance.sample(at[other], count), one)
    return moved(town.assignments, to, month)


def merge(town: RandomTown, month: date, chance: random.Random) -> Posts:
    """One section ends and another takes it in."""
    at = people(town, month)
    gone, into = chance.sample(sorted(at), 2)
    return moved(town.assignments, dict.fromkeys(at[gone], into), month)


def split(town: RandomTown, month: date, chance: random.Random) -> Posts:
    """Half of a section becomes a new one under a code that nobody has seen."""
    at = people(town, month)
    gone = max(at, key=lambda name: len(at[name]))
    half = chance.sample(at[gone], len(at[gone]) // 2)
    return moved(town.assignments, dict.fromkeys(half, "new"), month)


def rename(town: RandomTown, month: date, chance: random.Random) -> Posts:
    """A section goes on under another code."""
    at = people(town, month)
    return moved(town.assignments, dict.fromkeys(at[chance.choice(sorted(at))], "new"), month)


def lay_on(town: RandomTown, store: Store, today: date) -> None:
    lay(town, store, today)
    lay_habits(town, store, today)


def lay_closed(town: RandomTown, before: Posts, store: Store, today: date, closed: date) -> None:
    """Lay the marts as after `hirogari forget`: months before a day stay as they were made."""
    after, town.assignments = town.assignments, before
    lay_on(town, store, today)
    for name in CLOSED:
        store.execute(
            f"create or replace table mart.old_{name} as from mart.{name} where month < '{closed}'"
        )
    town.assignments = after
    lay_on(town, store, today)
    for name in CLOSED:
        store.execute(f"delete from mart.{name} where month < '{closed}'")
        store.execute(f"insert into mart.{name} by name from mart.old_{name}")


def publish(
    store: Store, today: date, tell: Callable[[str], None] = print
) -> dict[Key, tuple[object, ...]]:
    """Cut the night's release; return (table, section, tool or source, segment, month) → what is shown."""
    at = datetime(today.year, today.month, today.day, tzinfo=UTC)
    town = Town("町", raise_random_town(0).months[0], 4)
    release = cut_release(store, town=town, today=today, released_at=at, tell=tell)
    return {
        (
            name,
            row["section"],
            row.get("tool", row.get("source")),
            row.get("segment"),
            row["month"],
        ): (
            row.get("n"),
            value_of(name, row),
            row["withheld_because"],
        )
        for name in SHOWN
        for row in release.tables[name].to_pylist()
    }


CASES = [
    pytest.param(0, exchange, "2025-04-01", False, 30, id="people of two sections change places"),
    pytest.param(1, merge, "2025-01-01", True, 3, id="a merger, months before are closed"),
    pytest.param(2, split, "2025-03-01", False, 3, id="a split"),
    pytest.param(3, rename, "2025-03-01", False, 3, id="a section under a new code"),
]


@pytest.mark.parametrize(("seed", "enter", "month", "is_closed", "nights"), CASES)
def test_a_roster_entered_weeks_late_stops_no_night_and_moves_no_number_that_is_out(
    seed: int,
    enter: Callable[[RandomTown, date, random.Random], Posts],
    month: str,
    is_closed: bool,  # noqa: FBT001 - a case's kind
    nights: int,
    tmp_path: Path,
) -> None:
    """Night after night from the entry on: months shown before stand, months after follow the new roster."""
    took_effect = date.fromisoformat(month)
    town = raise_random_town(seed, 10, sections=10, tools=TOOLS)
    entered = took_effect + EIGHT_WEEKS
    before = town.assignments
    after = enter(town, took_effect, random.Random(f"{seed}swap58"))
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for one in (one for one in town.months if month_after(one) + 4 * DAY < entered):
            lay_on(town, store, month_after(one) + 4 * DAY)
            out = publish(store, month_after(one) + 4 * DAY)
        town.assignments = after
        laid: date | None = None
        for night in (entered + n * DAY for n in range(nights)):
            if laid is None or night.day == 1:
                laid = night
                if is_closed:
                    lay_closed(town, before, store, night, entered.replace(day=1))
                else:
                    lay_on(town, store, night)
            told = publish(store, night)
            known = {key: cell for key, cell in out.items() if key[-1] < entered.replace(day=1)}
            assert {key: told.get(key) for key in known} == known
        after_it = month_after(entered.replace(day=1))
        if night < after_it:
            lay_on(town, store, after_it)
            told = publish(store, after_it)
    _assert_told_by(RandomTown(seed, town.months, after), entered.replace(day=1), told)


def _assert_told_by(town: RandomTown, month: date, told: dict[Key, tuple[object, ...]]) -> None:
    """The month that ended in those nights is told, by the roster as it is now."""
    new = {key: cell for key, cell in told.items() if key[-1] == month}
    assert {cell[2] for cell in new.values()} <= {
        None,
        "small_group",
        "dominance",
        "too_few_days",
        "few_values",
        "protects_other",
    }
    on = town.on(month_after(month) - DAY)
    sizes = {section: list(on.values()).count(section) for section in set(on.values())}
    counted = {key[1]: cell[0] for key, cell in new.items() if key[0] == "activation_month"}
    assert {section: counted[section] for section in sizes} == sizes


def test_what_contradicts_what_is_out_holds_its_tool_and_not_the_release(tmp_path: Path) -> None:
    """Its numbers are told again as they were, its new month is withheld with a reason, and the night says so."""
    town = raise_random_town(4, 3, tools=TOOLS)
    lines: list[str] = []
    with open_store(tmp_path / "warehouse.duckdb") as store:
        lay_on(town, store, month_after(town.months[1]) + 4 * DAY)
        out = publish(store, month_after(town.months[1]) + 4 * DAY)
        store.execute(
            "update release.history set low = 100, high = 100 where measure = 'activation_month' "
            "and item = 'chat' and section = '_town'"
        )
        lay_on(town, store, month_after(town.months[2]) + 4 * DAY)
        told = publish(store, month_after(town.months[2]) + 4 * DAY, lines.append)
    chat = {key: cell for key, cell in told.items() if key[2] == "chat"}
    assert {key: cell for key, cell in chat.items() if key[-1] < town.months[2]} == {
        key: cell for key, cell in out.items() if key[2] == "chat" and key[-1] < town.months[2]
    }
    new = [
        cell for key, cell in chat.items() if key[-1] == town.months[2] and key[0] == "use_month"
    ]
    assert new
    assert {cell[1:] for cell in new} == {(None, "gate"), (None, "small_group")}
    assert any(
        cell[1] for key, cell in told.items() if key[2] == "files" and key[-1] == town.months[2]
    )
    assert any("chat contradict" in line for line in lines)
