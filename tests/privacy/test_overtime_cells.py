"""Of no hours of overtime that a reader sees, or gets by subtracting, has one person more than half.

The reader knows the roster and the rules, sees every cell of a month, and subtracts sections from the town hall.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

import pytest

from tests.privacy.counts_read import rounded_hours
from tests.unit.release.april_release import MONTH, SIZES, Row, people, released
from warehouse.release.rules import overtime
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

TOWNS = range(25)


class Truth(NamedTuple):
    """Who had how many hours, and the book that says so without names."""

    hours: Mapping[str, float]
    book: list[Row]


def towns_hours(seed: int) -> Truth:
    """Return a month in which many had none, some a few hours, and one or two very many."""
    rng, hours, book = random.Random(seed), dict[str, float](), list[Row]()
    for section, size in SIZES.items():
        own = {
            staff: rng.choice((0.0, 0.0, 2.0, 9.0, 9.0, 14.0, 70.0)) for staff in people(section)
        }
        hours |= own
        states_longest = rng.random() < 0.8
        book.append(
            {
                "section": section,
                "month": MONTH,
                "hours": sum(own.values()),
                "people": sum(one > 0 for one in own.values()),
                "longest": max(own.values()) if states_longest else None,
                "heads": float(size),
                "state": "final",
            }
        )
    return Truth(hours, book)


def learnt(folder: Path, truth: Truth) -> list[frozenset[str]]:
    """Return the sets of sections whose hours a reader gets and of which one person has more than half."""
    folder.mkdir()
    cells = {
        row["section"]: row
        for row in released(folder, mart__overtime_month=truth.book)["overtime_month"]
    }
    merged = {code for code in SIZES if cells[code]["withheld_because"] == "small_group"}
    groups = {
        name: merged if name == SMALL else set(SIZES) if name == TOWN else {name}
        for name in cells
        if name not in merged
    }
    told = {
        name: rounded_hours(str(cells[name]["shown"]))
        for name in groups
        if cells[name]["withheld_because"] is None
    }
    seen = [groups[name] for name, (low, _) in told.items() if low > 0]
    rest = set(SIZES).difference(*(groups[name] for name in told if name != TOWN))
    if TOWN in told and rest:
        seen.append(rest)
    return [frozenset(one) for one in seen if _is_of_one(one, truth)]


def _is_of_one(sections: Iterable[str], truth: Truth) -> bool:
    own = [truth.hours[staff] for section in sections for staff in people(section)]
    return sum(own) > 0 and max(own) > sum(own) / 2


def test_a_reader_gets_no_hours_that_are_mostly_of_one(tmp_path: Path) -> None:
    """Some towns have sections that must be withheld, else this proves nothing."""
    towns = {seed: towns_hours(seed) for seed in TOWNS}
    assert sum(any(_is_of_one([code], one) for code in SIZES) for one in towns.values()) > 5
    assert {
        seed: found for seed, one in towns.items() if (found := learnt(tmp_path / f"{seed}", one))
    } == {}


@pytest.mark.parametrize("leak", ["everyone_alike", "no_neighbours"])
def test_a_planted_leak_is_found(leak: str, tmp_path: Path) -> None:
    """Hours divided as if all had the same, or the one section withheld that has to be, without a neighbour."""
    with patch.object(*LEAKS[leak]):
        found = [learnt(tmp_path / f"{seed}", towns_hours(seed)) for seed in TOWNS]
    assert sum(map(bool, found)) >= 2


def _alike(_: object) -> list[float]:
    return [1.0] * 6


def _alone(
    parts: Mapping[str, Mapping[str, Mapping[str, float]]], *_: object, **__: object
) -> dict[str, str]:
    by = parts["minutes"]
    return {
        group: "dominance"
        for group in by
        if max(by[group].values(), default=0) > sum(by[group].values()) / 2
    }


LEAKS = {
    "everyone_alike": (overtime._Line, "shares", property(_alike)),
    "no_neighbours": (overtime, "suppress_dominated", _alone),
}
