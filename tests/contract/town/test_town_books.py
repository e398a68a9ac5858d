"""The books that the town's sections keep, read by the real connectors: what the simulation says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from connectors.contract.streams import Window
from connectors.demo_town import DemoTown, simulate_town
from connectors.demo_town import expected as truth
from connectors.demo_town.simulate.sections import CHARACTERS
from connectors.demo_town.simulate.tallies import PAIRS
from connectors.vendors.books.demo import BOOKS
from connectors.vendors.registry import module_of

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 5, 13)
CODES = {character.name: character.code for character in CHARACTERS}


@pytest.fixture(scope="module")
def town() -> DemoTown:
    """Return a town of twelve months: long enough for actions that are done, running and overdue."""
    return simulate_town(11, 12, TODAY)


def read(town: DemoTown, folder: Path, kind: str) -> list[dict[str, Any]]:
    """Return every row of a book, as its connector reads it from the first day on."""
    module = module_of(kind)
    settings = {"name": kind, "kind": kind, "file": folder / BOOKS[kind]}
    connector = module.connect(module.Settings.model_validate(settings))
    assert {finding.is_ok for finding in connector.check()} == {True}
    (stream,) = connector.streams
    batches = connector.fetch(stream, Window(town.since, town.today))
    rows: list[dict[str, Any]] = pa.concat_tables(batch.rows for batch in batches).to_pylist()
    return rows


@pytest.mark.parametrize("pair", PAIRS)
def test_every_count_kept_by_hand_is_read(town: DemoTown, folder: Path, pair: str) -> None:
    """By section's code or name, in Excel, UTF-8 or CP932; an empty side is unknown, not 0."""
    found: dict[tuple[str, date], dict[str, float]] = {}
    for row in read(town, folder, pair):
        section = CODES.get(row["section"], row["section"])
        found.setdefault((section, row["day_on"]), {})[row["side"]] = row["count"]
    expected = {
        cell: {"paper": paper} if digital is None else {"digital": digital, "paper": paper}
        for cell, (digital, paper) in truth.tallied_months(town, pair).items()
    }
    assert len(expected) > 12
    assert found == expected


def test_every_training_is_read_with_its_tool(town: DemoTown, folder: Path) -> None:
    """Day, section, tool and how many came."""
    rows = read(town, folder, "trainings")
    assert {
        (row["day_on"], row["section"], row["tool"]): row["attended"] for row in rows
    } == truth.trained(town)
    assert rows


def test_every_action_is_read_with_its_steps(town: DemoTown, folder: Path) -> None:
    """Five steps, result, role and hours; some are checked, some overdue, both kinds are there."""
    steps = ("observed_on", "oriented_on", "decided_on", "acted_on", "checked_on")
    rows = read(town, folder, "actions")
    assert {
        row["action"]: (
            row["section"], row["tool"], row["type"], row["owner_role"],
            tuple(row[step] for step in steps), row["result"], row["hours_saved"], row["hours_added"],
        )
        for row in rows
    } == {
        action.number: (
            action.section, action.tool, action.type, action.role, action.steps, action.result,
            action.hours_saved, action.hours_added,
        )
        for action in town.actions
    }  # fmt: skip
    assert {row["type"] for row in rows} == {"improvement", "reform"}
    assert {row["result"] for row in rows} >= {None, "continue", "stop"}
    late = truth.overdue(town, 90)
    assert late
    assert late < {action.number for action in town.actions if not action.is_checked}


def test_an_action_shows_in_its_book(town: DemoTown) -> None:
    """After the reform of approvals the section's digital share is above that of before."""
    action = next(action for action in town.actions if action.pair == "approvals")
    assert action.acted_on
    counts = truth.tallied_months(town, "approvals")
    shares: dict[bool, list[int]] = {False: [0, 0], True: [0, 0]}
    for (section, month), (digital, paper) in counts.items():
        if section == action.section:
            shares[month > action.acted_on][0] += digital or 0
            shares[month > action.acted_on][1] += (digital or 0) + paper
    (before, all_before), (after, all_after) = shares[False], shares[True]
    assert after / all_after > before / all_before + 0.1
