"""Each kind of cell stands once it is shown: the same nights with one line cut anew show that line's rows moved."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from tests.privacy.counts_read import COUNTS, HELD
from tests.privacy.differencing import OF_PEOPLE, Night, read_night, subtract
from tests.privacy.laid_nights import publish
from tests.privacy.late_knowledge import ADDED, Known, come_late, known_on
from tests.privacy.random_town import TOOL, month_after, raise_random_town
from warehouse.facts.store import open_store
from warehouse.release.history.freezing import read_frozen_months
from warehouse.release.tables.publication_lines import BREADTH, DOCUMENTS, MEETINGS, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from warehouse.facts.store import Store
    from warehouse.release.groups.frozen_months import FrozenMonths

# Its nights are laid once, not once a worker.
pytestmark = pytest.mark.xdist_group("cells_between_nights")
LAST = date(2025, 3, 1)
"""The month of which much comes late."""
LATE = ("outage", "transfer", "account", "attendance")
USE = "use "
LINES = {
    USE: {"use_month", "activation_month", "habitual_month", "segment_month", "retention_month"},
    "sheets ": {"paper_month"},
    DOCUMENTS.name: {"paper_digital_month"},
    MEETINGS.name: {"paper_digital_month"},
    "work out_of_hours": {"work_month"},
    "work meeting_hours": {"work_month"},
    OUTSIDE.name: {"outside_month"},
    BREADTH.name: {"breadth_month"},
    "counted ": {"section_use_month"},
    "training ": {"training_coverage"},
}
"""How the names of a kind of line begin → the tables that it is shown in."""


@dataclass(frozen=True)
class Begun:
    """A warehouse after two nights, what was published on the second, and what is known on the third."""

    store: Store
    released: Mapping[str, pa.Table]
    before: Night
    known: Known


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    """A town of six months, of whose last much comes late."""
    folder, rng = tmp_path_factory.mktemp("nights"), random.Random(1)
    town = raise_random_town(1, 6, tools=(TOOL, ADDED))
    first = month_after(town.months[-1])
    nights = [first + timedelta(days=days) for days in (0, 10, 11)]
    lates = []
    for kind in LATE:
        town, late = come_late(town, kind, rng, LAST + timedelta(days=5), nights[2])
        lates.append(late)
    known = [known_on(town, lates, night) for night in nights]
    known = [replace(one, counted=frozenset(one.town.uses[ADDED])) for one in known]
    with open_store(folder / "warehouse.duckdb") as store:
        for one in known[:2]:
            publish(store, one, folder / "out")
        names = store.rows("select table_name from duckdb_tables() where schema_name = 'release'")
        released = {name: store.table(f"from release.{name}") for (name,) in names}
        yield Begun(store, released, _night(known[1], folder / "out"), known[2])


def _night(known: Known, folder: Path) -> Night:
    return Night(known.night, read_night(folder), tuple(known.town.assignments), known.days)


def moved(begun: Begun, folder: Path, anew: str | None) -> set[str]:
    """Publish the third night with a kind of line cut anew, and return the tables of which rows are not as they were."""

    def read(store: Store, today: date, *, is_draft: bool) -> FrozenMonths:
        frozen = read_frozen_months(store, today, is_draft=is_draft)
        kept = {
            (line, month)
            for line, month in frozen.frozen_on
            if anew is None or month < LAST or not line.startswith(anew)
        }
        return replace(
            frozen,
            frozen_on={one: frozen.frozen_on[one] for one in kept},
            shown_as={one: frozen.shown_as[one] for one in kept},
            rows={key: rows for key, rows in frozen.rows.items() if key[1:] in kept},
        )

    known = begun.known if anew != USE else _idle(begun.known)
    for name, rows in begun.released.items():
        with begun.store.lent("was", rows):
            begun.store.execute(f"create or replace table release.{name} as from was")
    with patch("warehouse.release.cut.read_frozen_months", read):
        publish(begun.store, known, folder)
    found = subtract(begun.before, _night(known, folder), stands=True)
    return {table for table, _ in (*found.moved, *found.corrected)}


def _idle(known: Known) -> Known:
    """Nobody did anything in the last month: retention is so coarse that less moves no step of it."""
    uses = {tool: {one for one in own if one[1] < LAST} for tool, own in known.town.uses.items()}
    return replace(known, town=replace(known.town, uses=uses))


def test_no_cell_of_any_kind_moves(begun: Begun, tmp_path: Path) -> None:
    """Days, a transfer, an account and a line of the book of trainings come in one night."""
    assert moved(begun, tmp_path, None) == set()


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_is_cut_anew_is_seen_to_move(line: str, begun: Begun, tmp_path: Path) -> None:
    """Each kind of line by itself, so that no kind is held still without being looked at."""
    found = moved(begun, tmp_path, line)
    assert LINES[line] <= found
    assert found <= LINES[line]


def test_every_kind_of_cell_is_subtracted_or_held_still(begun: Begun) -> None:
    """A new table or measure has to be given to the reader."""
    seen = {
        (table, row.get("measure", ""))
        for table, rows in begun.before.rows.items()
        for row in rows.values()
        if row["shown"]
    }
    assert seen - COUNTS.keys() - HELD == {("training_coverage", "")}
    assert seen >= COUNTS.keys() - {("section_use_month", "uses")}
    assert {table for table, _ in COUNTS.keys() | HELD} | {"training_coverage"} == OF_PEOPLE
