"""Of the demo town's books of work, what was planted is found, and what was not is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pyarrow as pa

from connectors.demo_town.simulate import work_books
from connectors.demo_town.simulate.actions import take_actions
from connectors.demo_town.simulate.sections import CHARACTER_OF
from connectors.demo_town.simulate.work_books import OVERTIME_CHANGES, keep_work_books
from dashboards.read.targets import Targets
from dashboards.read.work_evidence import read_work_evidence
from tests.releases import month_list
from warehouse.policy import Policy
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.verdicts import verdict
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.bands import code_hours
from warehouse.release.tables.release import SCHEMAS, Release, table_of
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTHS = month_list(date(2024, 12, 1), 24)
TODAY = date(2026, 12, 1)
ACTIONS = take_actions(date(2024, 12, 2), TODAY)
SEEDS = range(1, 21)
Row = dict[str, Any]


def _release(seed: int, planted: str) -> Release:
    """The overtime of a demo town as a release shows it, and the verdict of one action by it."""
    books = keep_work_books(seed, MONTHS, ACTIONS)
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    rows["section"] = [{"section": code, "name": one.name} for code, one in CHARACTER_OF.items()]
    for line in books.overtime:
        people = CHARACTER_OF[line.section].people
        cell = code_hours(line.hours / people)
        key = {"section": line.section, "month": line.month, "state": "final"}
        ends = {"coding": cell.coding, "low": cell.low, "high": cell.high}
        rows["overtime_month"].append(key | ends)
        rows["use_month"].append(key | {"tool": "files", "n": people})
    rows["action"] = [
        {
            "action": one.number, "title": one.title, "section": one.section, "series": "overtime",
            "booked_section": one.section, "type": one.type, "step": "acted", "observed_on": one.steps[0],
            "acted_on": one.acted_on, "hours_saved": one.hours_saved, "hours_added": one.hours_added,
        }
        for one in ACTIONS
        if one.number == planted
    ]  # fmt: skip
    tables = {name: pa.Table.from_pylist(rows[name], schema=one) for name, one in SCHEMAS.items()}
    town, as_of = Town("町", MONTHS[0], 4), TODAY - timedelta(days=1)
    found = verdict(ReleasedView(tables), Yardsticks(town, as_of))
    at = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    tables["verdict"] = table_of("verdict", found)
    return Release(town=town, as_of=as_of, released_at=at, tables=tables, policy=Policy())


def _said(action: str) -> Iterator[tuple[str, float, float]]:
    """What the page says of an action, and the interval of its change, in each of the towns."""
    for seed in SEEDS:
        release = _release(seed, action)
        (evidence,) = read_work_evidence(release, Targets(release))
        (judged,) = release.tables["verdict"].to_pylist()
        yield evidence.backing, judged["low"], judged["high"]


def test_the_overtime_that_was_planted_is_found_with_its_size() -> None:
    (number, change), *others = OVERTIME_CHANGES.items()
    assert not others
    said = list(_said(number))
    assert sum(backing == "backed" for backing, *_ in said) >= 0.9 * len(said)
    assert sum(low <= 100 * change <= high for _, low, high in said) >= 0.9 * len(said)


def test_overtime_that_nothing_changed_is_not_said_to_be_less() -> None:
    """The same action in the same towns, without its change."""
    (number,) = OVERTIME_CHANGES
    with patch.dict(work_books.OVERTIME_CHANGES, {number: 0.0}):
        said = list(_said(number))
    assert sum(backing != "not_yet" for backing, *_ in said) <= 0.05 * len(said)


def test_the_list_of_tasks_says_what_each_action_took_away() -> None:
    """A task changes in the month after its action was acted on, and not without it."""
    acted = {one.number: one.acted_on for one in ACTIONS}
    changed = [one for one in keep_work_books(1, MONTHS, ACTIONS).tasks if one.kind != "kept"]
    assert sorted(one.kind for one in changed) == ["abolished"] * 3 + ["automated", "less"]
    months = {(day + timedelta(days=31)).replace(day=1) for day in acted.values() if day}
    assert all(one.month in months for one in changed)
    assert all(one.kind == "kept" for one in keep_work_books(1, MONTHS, ()).tasks)
