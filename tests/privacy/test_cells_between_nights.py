"""Each kind of cell stands once it is shown: the same nights with one line cut anew show that line's rows moved."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pyarrow as pa
import pytest

from dashboards.export import exported_rows
from tests.privacy.counts_read import COUNTS, HELD
from tests.privacy.differencing import OF_PEOPLE, Night, read_night, subtract
from tests.privacy.laid_nights import publish
from tests.privacy.late_knowledge import ADDED, Known, come_late, known_on
from tests.privacy.random_town import TOOL, month_after, raise_random_town
from warehouse.facts.store import open_store
from warehouse.release.history.freezing import read_frozen_months
from warehouse.release.tables.cell_tables import CELL_TABLES
from warehouse.release.tables.publication_lines import (
    BREADTH,
    DOCUMENTS,
    MEETINGS,
    OUTSIDE,
    OVERTIME,
)
from warehouse.release.tables.release import read_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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
    OVERTIME.name: {"overtime_month"},
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
    _lay_back(begun.store, begun.released)
    with patch("warehouse.release.cut.read_frozen_months", read):
        publish(begun.store, known, folder)
    found = subtract(begun.before, _night(known, folder), stands=True)
    return {table for table, _ in (*found.moved, *found.corrected)}


def _lay_back(store: Store, released: Mapping[str, pa.Table]) -> None:
    for name, rows in released.items():
        with store.registered("was", rows):
            store.execute(f"create or replace table release.{name} as from was")


def _as_a_former_version(store: Store) -> None:
    """Write the release as versions did that stored the text of each cell, and not its coding."""
    release = read_release(store)
    assert release is not None
    for name in CELL_TABLES:
        rows, fields = exported_rows(release, name), list(release.tables[name].schema)
        at = release.tables[name].schema.get_field_index("coding")
        fields[at] = pa.field("shown", pa.string())
        with store.registered("was", pa.Table.from_pylist(rows, pa.schema(fields))):
            store.execute(f"create or replace table release.{name} as from was")
    store.execute("alter table release.history add column shown text")
    store.execute("update release.history set shown = 'x'")


def _idle(known: Known) -> Known:
    """Nobody did anything in the last month: retention is so coarse that less moves no step of it."""
    uses = {tool: {one for one in own if one[1] < LAST} for tool, own in known.town.uses.items()}
    return replace(known, town=replace(known.town, uses=uses))


def test_no_cell_of_any_kind_moves(begun: Begun, tmp_path: Path) -> None:
    """Days, a transfer, an account and a line of the book of trainings come in one night."""
    assert moved(begun, tmp_path, None) == set()


def test_no_cell_moves_after_a_release_of_a_former_version(begun: Begun, tmp_path: Path) -> None:
    """Shown months keep their rows, nothing is shown once more, and the history gains nothing."""
    store = begun.store
    moved(begun, tmp_path / "own", None)
    history = store.count("select count(*) from release.history")
    _lay_back(store, begun.released)
    _as_a_former_version(store)
    publish(store, begun.known, tmp_path)
    found = subtract(begun.before, _night(begun.known, tmp_path), stands=True)
    assert not {*found.moved, *found.corrected}
    assert store.count("select count(*) from release.history") == history
    assert read_night(tmp_path) == read_night(tmp_path / "own")


def test_no_text_is_made_in_a_release(begun: Begun) -> None:
    """Per cents, bounds and ranges are values; whoever shows them puts them into words."""
    texts = {
        (name, field.name, text)
        for name, table in begun.released.items()
        for field in table.schema
        if pa.types.is_string(field.type)
        for text in table[field.name].to_pylist()
        if text is not None
    }
    assert {"about", "below", "interval", "exact"} <= {text for _, _, text in texts}
    assert not [one for one in texts if re.search("[%約〜]|未満|以上", one[2])]


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
