"""Tables that people keep, from CSV or Excel: read whole and right, or refused with what to do.

A known header must be found. Messages are in Japanese, because the town's own staff mend these files; none
repeats what stands in a cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from connectors.contract.errors import SkipPart
from connectors.io.tables.cell_parsing import is_count, is_total
from connectors.io.tables.excel_files import blocks_in
from connectors.io.tables.table_files import read_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from connectors.io.tables.excel_files import Sheet
    from connectors.io.tables.headings import Columns

T = TypeVar("T")
_NOTES = ("※", "*", "＊", "注", "(注", "（注", "[注", "備考", "出典", "単位", "以上", "★", "・")

_MOST_NAMES = 4
HEADER_WITHIN = 20
"""The header stands in one of the first rows: titles may come above it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a table: what, where (file, sheet, row, column), what to do."""

    thing: str
    place: str
    next_step: str
    sheet: str = ""
    number: int = 0
    """The sheet and the row, for the order in which mistakes are told."""

    def __str__(self) -> str:
        return f"{self.place}: {self.thing} → {self.next_step}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as the spreadsheet shows it, its cells by canonical column."""

    place: str
    number: int
    cells: Mapping[str, object]
    written: Mapping[str, str] = field(default_factory=dict)
    """Canonical column → how this table's header writes it."""
    is_odd: bool = False
    """It has more cells than the header, so that nobody knows which cell is whose; only in a log's rows (`keeps_odd`)."""

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
        where = f"{self.place} {self.number}行目"
        return Problem(thing, where, next_step, self.place, self.number)


@dataclass(frozen=True, slots=True)
class _Header:
    """The row of one sheet in which most of the columns are found."""

    sheet: Sheet
    position: int
    names: list[str | None]
    missing: list[str]

    @property
    def found(self) -> int:
        return len({name for name in self.names if name})


def read_rows(path: Path, columns: Columns, *, keeps_odd: bool = False) -> tuple[Row, ...]:
    """Return the rows under the header, of every sheet that has one; empty rows and notes are left out.

    A table that people keep is refused for one row with too many cells: they mend it. In a program's log such a row is
    returned as odd (`keeps_odd`), and its reader sets it aside.

    Raises:
        SkipPart: the file cannot be read with certainty, or a part of it would be left; says why and what to do,
            in Japanese.
    """
    headers = [one for sheet in read_sheets(path) if (one := _header_in(sheet, columns))]
    for one in headers:
        if doubt := columns.doubtful(one.sheet.lines[one.position]):
            raise SkipPart(
                f"見出し「{doubt}」の、かっこの中をどう読むかわかりません",
                place=one.sheet.place,
                next_step="かっこのない見出しに直し、単位(枚、件など)もそれに合わせてください",
            )
    whole = [one for one in headers if not one.missing]
    visible = [one for one in whole if not one.sheet.is_hidden]
    if not whole:
        raise _no_header(path, columns, max(headers, key=lambda one: one.found, default=None))
    for one in whole:
        if one.sheet.is_hidden and (not visible or _filled_below(one)):
            raise SkipPart(
                "隠れたシートにも表があります",
                place=one.sheet.place,
                next_step="数に入れるなら再表示し、入れないなら消すか、別のファイルに移してください",
            )
    for one in headers:
        if one.missing and one.found > 1 and not one.sheet.is_hidden and _filled_below(one):
            raise SkipPart(
                f"ほかのシートにある列「{'」「'.join(map(columns.shown, one.missing))}」がなく、このシートを読めません",
                place=one.sheet.place,
                next_step="見出しをほかのシートとそろえるか、表でなければ別のファイルに移してください",
            )
    return tuple(row for one in visible for row in _rows_below(one, keeps_odd=keeps_odd))


def _header_in(sheet: Sheet, columns: Columns) -> _Header | None:
    best: _Header | None = None
    for position, cells in enumerate(sheet.lines[:HEADER_WITHIN]):
        names = columns.header(cells)
        missing = [name for name in columns.required if name not in names]
        one = _Header(sheet, position, names, missing)
        if not missing:
            return one
        if one.found and (best is None or one.found > best.found):
            best = one
    return best


def _filled_below(header: _Header) -> bool:
    return any(map(_is_filled, header.sheet.lines[header.position + 1 :]))


def _no_header(path: Path, columns: Columns, best: _Header | None) -> SkipPart:
    if best is None:
        return SkipPart(
            "見出しの行がありません",
            place=path.name,
            next_step=f"先頭の{HEADER_WITHIN}行までに見出し({'、'.join(map(columns.shown, columns.required))})を書いてください。"
            "書いてあるなら文字コードが違います。UTF-8 のCSVで保存し直してください",
        )
    return SkipPart(
        f"列「{'」「'.join(map(columns.shown, best.missing))}」がありません",
        place=best.sheet.place,
        next_step="見出しの名前を変えたときは元に戻し、消したときは列を足してください"
        + _other_names(columns, best),
    )


def _other_names(columns: Columns, best: _Header) -> str:
    """Return what the missing columns may be called as well, where people name them."""
    if not columns.by_hand:
        return ""
    told = (
        f"「{name}」は{'、'.join(f'「{one}」' for one in others[:_MOST_NAMES])}でもかまいません"
        for name in best.missing
        if (others := columns.spellings(name))
    )
    return "".join(f"。{one}" for one in told)


def _rows_below(header: _Header, *, keeps_odd: bool) -> list[Row]:
    names, sheet = header.names, header.sheet
    heading = list(sheet.lines[header.position])
    written = {name: str(cell).strip() for name, cell in zip(names, heading, strict=True) if name}
    known = [name for name in names if name]
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise SkipPart(
            f"列「{written[twice[0]]}」が二つあります",
            place=sheet.place,
            next_step="どちらかの列を消してください",
        )
    rows = []
    for number, line in enumerate(sheet.lines[header.position + 1 :], start=header.position + 2):
        if _is_note(line) or list(line) == heading:
            continue
        if keeps_odd and _adds_up(line):
            continue
        # In CSV an empty cell too many is "", and comes from an unquoted 1,200 as well; in Excel None.
        has_more = any(cell is not None for cell in line[len(names) :])
        if has_more and keeps_odd and any(map(_is_filled, [line[len(names) :]])):
            rows.append(Row(sheet.place, number, {}, written, is_odd=True))
            continue
        if has_more and not keeps_odd:
            raise SkipPart(
                f"{number}行目の列が見出しより多くあります",
                place=sheet.place,
                next_step="セルの中のカンマや、ずれた列を直してください",
            )
        cells = {name: cell for name, cell in zip(names, line, strict=False) if name}
        if _is_filled(list(cells.values())):
            rows.append(Row(sheet.place, number, cells, written))
    _check_cells(sheet, [row.number for row in rows], names)
    return rows


def _check_cells(sheet: Sheet, rows: Sequence[int], names: Sequence[str | None]) -> None:
    """Refuse cells of the table that do not hold what they show."""
    columns = [number for number, name in enumerate(names, start=1) if name]
    for block in blocks_in(sheet.merged, rows, columns):
        raise SkipPart(
            f"セル {block.name} が結合されています",
            place=sheet.place,
            next_step="結合を解き、どの行にも値を書いてください",
        )
    for block in blocks_in(sheet.without_result, rows, columns):
        raise SkipPart(
            f"セル {block.name} の式に、計算した結果がありません",
            place=sheet.place,
            next_step="Excelで開いて保存し直すか、値を書いてください",
        )


def _is_filled(line: Sequence[object]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in line)


def _adds_up(line: Sequence[object]) -> bool:
    """Whether a log's row is the sum of others: a word such as 合計 and counts, and nothing else."""
    words = [cell for cell in line if _is_filled([cell]) and not is_count(cell)]
    return bool(words) and all(map(is_total, words))


def _is_note(line: Sequence[object]) -> bool:
    """Whether nothing stands in the row but one note: no row of a table has one cell alone."""
    filled = [cell for cell in line if cell is not None and cell != ""]
    return len(filled) == 1 and str(filled[0]).strip().startswith(_NOTES)
