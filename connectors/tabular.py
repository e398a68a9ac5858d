"""Tables that people keep, from CSV or Excel: read whole and right, or refused with what to do.

A known header must be found. Messages are in Japanese, because the town's own staff mend these files; none
repeats what stands in a cell.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from connectors.errors import SkipPart
from connectors.table_files import read_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

T = TypeVar("T")

HEADER_WITHIN = 20
"""The header stands in one of the first rows: titles may come above it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a table: what, where (file, sheet, row, column), what to do."""

    thing: str
    place: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.place}: {self.thing} → {self.next_step}"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a table needs: canonical name → further spellings that are accepted."""

    required: Mapping[str, tuple[str, ...]]
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_wins: bool = False
    """Spellings are in order of preference: of two in one header the first counts. Else two are an error."""

    def header(self, cells: Sequence[object]) -> list[str | None]:
        """Return the columns' own names for a row of headers, None for each that is not one of ours."""
        found = [self._find(cell) for cell in cells]
        if not self.first_wins:
            return [one[0] if one else None for one in found]
        best = {one[0]: min(o[1] for o in found if o and o[0] == one[0]) for one in found if one}
        return [one[0] if one and one[1] == best[one[0]] else None for one in found]

    def _find(self, written: object) -> tuple[str, int] | None:
        folded = _fold(written)
        for name, others in (*self.required.items(), *self.optional.items()):
            for rank, spelling in enumerate((name, *others)):
                if folded == _fold(spelling):
                    return name, rank
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as the spreadsheet shows it, its cells by canonical column."""

    place: str
    number: int
    cells: Mapping[str, object]
    written: Mapping[str, str] = field(default_factory=dict)
    """Canonical column → how this table's header writes it."""

    def column(self, name: str) -> str:
        """Return how the reader finds a column: as the header writes it, else by its own name."""
        return self.written.get(name, name)

    def read(
        self, column: str, parse: Callable[[object], T | None], problems: list[Problem]
    ) -> T | None:
        """Parse one cell; an unreadable one is added to `problems`, an empty one is None."""
        try:
            return parse(self.cells.get(column))
        except ValueError as error:
            problems.append(
                self.problem(f"「{self.column(column)}」が{error}", "セルを直してください")
            )
            return None

    def need(
        self, column: str, parse: Callable[[object], T | None], problems: list[Problem]
    ) -> T | None:
        """Parse one cell that must not be empty; None means that a problem was added."""
        before = len(problems)
        value = self.read(column, parse, problems)
        if value is None and len(problems) == before:
            thing = f"「{self.column(column)}」が空です"
            problems.append(self.problem(thing, "セルに書き入れてください"))
        return value

    def problem(self, thing: str, next_step: str) -> Problem:
        """Return a problem of this row."""
        return Problem(thing, f"{self.place} {self.number}行目", next_step)


def read_rows(path: Path, columns: Columns) -> tuple[Row, ...]:
    """Return the rows under the header; rows with no cell filled in are left out.

    Raises:
        SkipPart: the file cannot be read with certainty; says why and what to do, in Japanese.
    """
    best: tuple[int, list[str], str] | None = None
    for place, lines in read_sheets(path):
        for position, cells in enumerate(lines[:HEADER_WITHIN]):
            names = columns.header(cells)
            missing = [name for name in columns.required if name not in names]
            if not missing:
                return _rows_below(place, names, lines, position)
            found = len(columns.required) - len(missing)
            if found and (best is None or found > best[0]):
                best = (found, missing, place)
    if best is None:
        raise SkipPart(
            "見出しの行がありません",
            place=path.name,
            next_step=f"1行目に見出し({'、'.join(columns.required)})を書いてください。"
            "書いてあるなら文字コードが違います。UTF-8 のCSVで保存し直してください",
        )
    raise SkipPart(
        f"列「{'」「'.join(best[1])}」がありません",
        place=best[2],
        next_step="見出しの名前を変えたときは元に戻し、消したときは列を足してください",
    )


def _rows_below(
    place: str, names: list[str | None], lines: Sequence[Sequence[object]], header: int
) -> tuple[Row, ...]:
    written = {
        name: str(cell).strip() for name, cell in zip(names, lines[header], strict=True) if name
    }
    known = [name for name in names if name]
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise SkipPart(
            f"列「{twice[0]}」が二つあります", place=place, next_step="どちらかの列を消してください"
        )
    rows = []
    for number, line in enumerate(lines[header + 1 :], start=header + 2):
        # In CSV an empty cell too many is "", and comes from an unquoted 1,200 as well; in Excel None.
        if any(cell is not None for cell in line[len(names) :]):
            raise SkipPart(
                f"{number}行目の列が見出しより多くあります",
                place=place,
                next_step="セルの中のカンマや、ずれた列を直してください",
            )
        cells = {name: cell for name, cell in zip(names, line, strict=False) if name}
        if any(cell is not None and str(cell).strip() for cell in cells.values()):
            rows.append(Row(place, number, cells, written))
    return tuple(rows)


def _fold(written: object) -> str:
    text = unicodedata.normalize("NFKC", "" if written is None else str(written))
    return "".join(text.split()).casefold()
