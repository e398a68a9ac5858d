"""Who came to trainings: a reader of ten months of nights narrows no section's count, proves nobody, and finds no hidden one."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast
from unittest.mock import patch

import pytest

from tests.privacy.laid_nights import publish
from tests.privacy.late_knowledge import come_late, known_on
from tests.privacy.many_nights import CorrectedMonths, Story, tell, two_nights
from tests.privacy.random_town import month_after, raise_random_town
from tests.privacy.trainings import Booked
from warehouse.facts.store import open_store
from warehouse.release import office_tables
from warehouse.release.rules import training_coverage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from warehouse.release.groups.roster import GroupedRoster
    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.tables.cells import Row

LATE = ("attendance", "transfer", "merger", "hire", "redated", "attendance", "leaver")
SEEDS = range(2, 4)
DAY = timedelta(days=1)
FEWEST = 5
"""So many people a section has at least that is listed by itself."""
_cut_training = training_coverage._cut_training


def ten_months(seed: int) -> Story:
    """A training each month, which is published in the month after; what comes late comes two months later."""
    rng = random.Random(f"{seed} trainings")
    town, lates = raise_random_town(seed, 10, tools=()), []
    for month, kind in zip(town.months[1:], LATE, strict=False):
        about, known = month + timedelta(days=rng.randint(3, 20)), month + timedelta(days=70)
        town, late = come_late(town, kind, rng, about, known)
        lates.append(late)
    nights = [month_after(month) + timedelta(days=2) for month in town.months]
    return Story(town, tuple(lates), tuple(nights), nights[0])


def told(folder: Path, *, seeds: range = SEEDS, stands: bool = True) -> CorrectedMonths:
    """What the towns' nights told."""
    sum_of = CorrectedMonths()
    for seed in seeds:
        (own := folder / str(seed)).mkdir()
        sum_of.add(tell(ten_months(seed), own, stands=stands))
    return sum_of


def test_ten_months_of_trainings_tell_nothing_of_who_came(tmp_path: Path) -> None:
    """Lines of the roster and of the book come late, sections merge, a training's day is corrected."""
    found = told(tmp_path)
    assert found.is_nothing(), found.learnt
    assert (found.moved, found.refused) == (0, 0)
    assert found.learnt.claims > 100
    assert found.learnt.wrong < found.learnt.claims / 20


@pytest.mark.parametrize("kind", ["attendance", "redated", "transfer"])
def test_two_nights_around_what_is_entered_late_tell_nothing_of_who_came(
    kind: str, tmp_path: Path
) -> None:
    story = two_nights(2, kind)
    found = tell(replace(story, town=replace(story.town, uses={"files": set()})), tmp_path)
    assert found.is_nothing(), found.learnt
    assert found.moved == 0


class OfTonight:
    """A roster that says of every day who is there tonight."""

    def __init__(self, roster: GroupedRoster, tonight: date) -> None:
        self._roster, self._tonight = roster, tonight

    def __getattr__(self, name: str) -> object:
        return getattr(self._roster, name)

    def on(self, _: date) -> Mapping[str, str]:
        """Return who is where tonight."""
        return self._roster.on(self._tonight)

    def group_by_staff(self, _: date) -> Mapping[str, str]:
        """Return whose group is which tonight."""
        return self._roster.group_by_staff(self._tonight)


def _cut_of_tonight(
    context: ReleaseContext, training: str, day_on: date, sections: Mapping[str, int]
) -> list[Row]:
    roster = cast("GroupedRoster", OfTonight(context.roster, context.today))
    return _cut_training(replace(context, roster=roster), training, day_on, sections)


def test_cut_anew_each_night_against_that_nights_roster_the_same_reader_learns_counts(
    tmp_path: Path,
) -> None:
    """As it once was."""
    with patch.object(training_coverage, "_cut_training", _cut_of_tonight):
        found = told(tmp_path, seeds=SEEDS[1:], stands=False)
    assert len(found.learnt.narrowed) > 10
    assert found.learnt.exact
    assert found.moved


def test_the_order_of_rows_does_not_tell_which_hidden_section_came(tmp_path: Path) -> None:
    """Two towns that differ only in which of the sections under five people came write the same files."""
    first, second = (listed(tmp_path / str(at), at) for at in (0, -1))
    assert first == second


def test_with_rows_in_the_order_of_the_book_the_same_files_differ(tmp_path: Path) -> None:
    """A place between two listed sections tells where the hidden one's code stands."""
    with patch.object(office_tables, "sorted", lambda rows, key: list(rows), create=True):  # noqa: ARG005 - takes what `sorted` takes
        first, second = (listed(tmp_path / str(at), at) for at in (0, -1))
    assert first != second


def listed(folder: Path, at: int) -> dict[str, bytes]:
    """Publish a town of whose hidden sections the first or the last came to each training; return its files."""
    town = raise_random_town(1, 4, sections=10, tools=())
    night = month_after(town.months[-1])
    ends = [day_on for month in town.months for day_on in (month, month_after(month) - DAY)]
    most = dict.fromkeys((at for _, at, *_ in town.assignments), 0)
    for sizes in (Counter(town.on(day_on).values()) for day_on in ends):
        most = {section: max(people, sizes[section]) for section, people in most.items()}
    hidden = sorted(section for section, people in most.items() if people < FEWEST)
    assert len(hidden) > 1
    known = known_on(town, (), night)
    seen = {one for one in known.book if one.section not in hidden}
    came = {Booked(one.training, hidden[at], one.day_on, 2) for one in seen}
    folder.mkdir()
    with open_store(folder / "warehouse.duckdb") as store:
        publish(store, replace(known, book=frozenset(seen | came)), folder / "out")
    return {file.name: file.read_bytes() for file in sorted((folder / "out").glob("train*.csv"))}
