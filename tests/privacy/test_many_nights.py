"""A reader who keeps every night's files and subtracts learns of no few and of nobody, whatever comes late."""

from __future__ import annotations

import csv
import os
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.privacy.laid_nights import publish
from tests.privacy.late_knowledge import KINDS, Known, Late, known_on
from tests.privacy.many_nights import TOOLS, CorrectedMonths, Story, forty_nights, tell, two_nights
from tests.privacy.random_town import TOOL, month_after, raise_random_town, working_days
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.facts.store import Store

TOWNS = int(os.environ.get("HIROGARI_ATTACK_TOWNS", "0"))
"""So many towns are tried with everything that may come late; without it, one with some of it."""
TRIED = KINDS if TOWNS else ("outage", "transfer", "account", "vendor")


@pytest.mark.parametrize("kind", TRIED)
@pytest.mark.parametrize("seed", range(1, max(TOWNS, 1) + 1))
def test_two_nights_tell_a_reader_who_subtracts_nothing(
    seed: int, kind: str, tmp_path: Path
) -> None:
    """No row of a closed month moves; the solver finds nothing in what all nights showed; publishing goes on."""
    told = tell(two_nights(seed, kind), tmp_path)
    assert told.learnt.is_nothing(), told.learnt
    assert (told.moved, told.refused) == (0, 0)
    assert told.solved > 50
    assert told.narrowed == []
    assert told.proved == set()
    assert told.cells[""] > 50


def test_what_is_shown_once_more_tells_a_reader_who_subtracts_nothing(tmp_path: Path) -> None:
    """Three large sections lack ten days, which come: every line that can be is corrected, and the attack finds nothing."""
    rng, town = random.Random(1), raise_random_town(1, 4, tools=TOOLS)
    people = {f"p{k:03}": f"s{k // 25:02}" for k in range(75)}
    days = [day for month in town.months for day in working_days(month)]
    town = replace(
        town,
        assignments=[(who, at, date(2020, 4, 1), None) for who, at in people.items()],
        uses={
            tool: {(who, day) for who in people for day in days if rng.random() < 0.6}
            for tool in TOOLS
        },
        sheets=Counter({(who, day): rng.randint(1, 9) for who in people for day in days}),
    )
    first = month_after(town.months[-1])
    nights = tuple(first + timedelta(days=k) for k in (0, 10, 11))
    late = Late("outage", nights[-1], days=frozenset(working_days(town.months[-1])[-10:]))
    told = tell(Story(town, (late,), nights, first), tmp_path)
    assert told.is_nothing(), told.learnt
    assert (told.moved, told.refused, told.learnt.wrong) == (0, 0, 0)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        states = dict(
            store.rows(
                "select line, state from release.line_month where month = ?", [town.months[-1]]
            )
        )
    # Breadth counts people once a month: its late days have no number of their own.
    assert {line for line, state in states.items() if state != "final"} == {"breadth"}
    assert told.corrected > 30


@pytest.mark.parametrize("seed", range(1, max(TOWNS, 1) + 1))
def test_nights_around_the_turn_of_a_month_tell_nothing(seed: int, tmp_path: Path) -> None:
    told = tell(forty_nights(seed, every=1 if TOWNS else 8), tmp_path)
    assert told.is_nothing(), told
    assert (told.moved, told.refused) == (0, 0)


def test_without_the_rule_the_same_reader_learns_of_few_and_of_persons(tmp_path: Path) -> None:
    """The attack is one: with each night cut anew, a late day narrows counts, and a late line proves a person."""
    sum_of = CorrectedMonths()
    for kind in ("day", "hire"):
        (folder := tmp_path / kind).mkdir()
        sum_of.add(tell(two_nights(1, kind), folder, stands=False))
    learnt = sum_of.learnt
    assert learnt.narrowed
    assert learnt.exact
    assert learnt.users
    assert learnt.others
    assert learnt.days
    assert learnt.wrong == 0
    assert sum_of.moved + sum_of.corrected > 50


def test_the_share_of_matched_rows_does_not_tell_that_whose_account_was_matched_uses_the_tool(
    tmp_path: Path,
) -> None:
    """One account is matched between two nights; whoever knows of it reads in `source.csv` that it has rows."""
    story = two_nights(8, "account")
    shares = []
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for night in story.nights[1:]:
            known = known_on(story.town, story.lates, night)
            _lay_ledger(store, known, len(story.town.uses["files"]))
            publish(store, known, folder := tmp_path / str(night))
            with (folder / "source.csv").open(encoding="utf-8-sig", newline="") as file:
                shares += [row["match_share"] for row in csv.DictReader(file)]
    assert shares[0] == shares[1]


def _lay_ledger(store: Store, known: Known, rows: int) -> None:
    since = known.town.months[0]
    unmatched = rows - len(known.town.uses["files"])
    store.execute("delete from ledger.source_day")
    store.execute("delete from ledger.source")
    store.execute(
        "insert into ledger.source by name select 'log' as source, 'files' as kind, 'use' as stream, "
        "['files'] as tools, ?::date as since, 'day' as grain, ?::date as noted_on",
        [since, since],
    )
    store.execute(
        "insert into ledger.source_day by name select 'log' as source, 'use' as stream, ?::date as day_on, "
        "'final' as state, ? as rows, ? as unmatched",
        [since, rows, unmatched],
    )


def test_which_rows_there_are_does_not_tell_that_nobody_of_a_section_used_what_a_vendor_counts(
    tmp_path: Path,
) -> None:
    """A section of seven and more without any use until the 13th has the same rows on each night as after it."""
    town = raise_random_town(2, 4)
    month = town.months[-1]
    since = month + timedelta(days=13)
    sizes = Counter(town.on(since).values())
    section = next(one for one, people in sorted(sizes.items()) if people >= 7)
    counted = frozenset(
        (staff, day)
        for staff, day in town.uses[TOOL]
        if day >= since or town.on(day).get(staff) != section
    )
    told = []
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for night in (since, month_after(month)):
            publish(
                store, Known(night, town, frozenset(), counted), folder := tmp_path / str(night)
            )
            with (folder / "section_use_month.csv").open(encoding="utf-8-sig", newline="") as file:
                told.append(
                    {row["section"] for row in csv.DictReader(file) if row["month"] == f"{month}"}
                )
    assert told[0] == told[1]
