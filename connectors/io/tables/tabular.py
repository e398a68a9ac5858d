"""Reads the rows of tables that people keep in CSV or Excel: completely, or refused with a next step.

A known header must be found. The town's own staff fix these files, so messages are shown in their language; a message
must never repeat the content of a cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message, listed, message_of
from connectors.io.tables.cell_parsing import is_count, is_total_cell
from connectors.io.tables.excel_files import blocks_in
from connectors.io.tables.table_files import read_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from connectors.io.tables.excel_files import Sheet
    from connectors.io.tables.headings import Columns

T = TypeVar("T")
_NOTES = ("※", "*", "＊", "注", "(注", "（注", "[注", "備考", "出典", "単位", "以上", "★", "・")

_MOST_NAMES = 4
HEADER_WITHIN = 20
"""The header must be within this many rows; titles may precede it."""


class NoColumn(SkipPart):
    """The header is not found, or a required column is missing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a table: what is wrong, where (file, sheet, row, column), and the next step."""

    thing: Message
    place: str
    next_step: Message
    sheet: str = ""
    number: int = 0
    """Row number; with `sheet` it determines the order in which mistakes are reported."""

    @property
    def message(self) -> Message:
        """Place, thing and next step as one message."""
        return Message(
            "{place}: {thing} → {step}", place=self.place, thing=self.thing, step=self.next_step
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as the spreadsheet shows it, its cells by canonical column name."""

    place: str
    number: int
    cells: Mapping[str, object]
    written: Mapping[str, str] = field(default_factory=dict)
    """Canonical column name → heading in this table."""
    is_odd: bool = False
    """The row has more cells than the header, so that cells cannot be assigned to columns; only with `keeps_odd`."""

    def column(self, name: str) -> str:
        """Return the name of a column for messages: its heading in this table, otherwise its canonical name."""
        return self.written.get(name, name)

    def read(
        self, column: str, parse: Callable[[object], T | None], problems: list[Problem]
    ) -> T | None:
        """Parse one cell; an empty cell is None, and an unreadable one is added to `problems`."""
        try:
            return parse(self.cells.get(column))
        except ValueError as error:
            problems.append(
                self.problem(
                    Message("“{column}”: {why}", column=self.column(column), why=message_of(error)),
                    Message("mend the cell"),
                )
            )
            return None

    def need(
        self, column: str, parse: Callable[[object], T | None], problems: list[Problem]
    ) -> T | None:
        """Parse one cell that must not be empty; if it returns None, it has added a problem."""
        before = len(problems)
        value = self.read(column, parse, problems)
        if value is None and len(problems) == before:
            thing = Message("“{column}” is empty", column=self.column(column))
            problems.append(self.problem(thing, Message("fill in the cell")))
        return value

    def problem(self, thing: Message, next_step: Message) -> Problem:
        """Return a problem of this row."""
        where = Message("{file} row {number}", file=self.place, number=self.number)
        return Problem(thing, where, next_step, self.place, self.number)


@dataclass(frozen=True, slots=True)
class _Header:
    """The row of a sheet that is taken as its header, with the columns found and missing in it."""

    sheet: Sheet
    position: int
    names: list[str | None]
    missing: list[str]

    @property
    def found(self) -> int:
        return len({name for name in self.names if name})


def read_rows(path: Path, columns: Columns, *, keeps_odd: bool = False) -> tuple[Row, ...]:
    """Return the rows below the header of every sheet that has one; empty rows and notes are left out.

    A table kept by people is refused if a row has too many cells, because they can fix it. For a program's log pass
    `keeps_odd`: such a row is then returned with `is_odd`, and the caller sets it aside.

    Raises:
        SkipPart: the file cannot be read with certainty, or a part of it would be left out; says why and what to do.
    """
    headers = [one for sheet in read_sheets(path) if (one := _header_in(sheet, columns))]
    _refuse_doubtful(headers, columns)
    whole = [one for one in headers if not one.missing]
    visible = [one for one in whole if not one.sheet.is_hidden]
    if not whole:
        raise _no_header(path, columns, max(headers, key=lambda one: one.found, default=None))
    _refuse_left_out(headers, columns, has_visible=bool(visible))
    return tuple(row for one in visible for row in _rows_below(one, keeps_odd=keeps_odd))


def _refuse_doubtful(headers: Sequence[_Header], columns: Columns) -> None:
    for one in headers:
        if doubt := columns.doubtful(one.sheet.lines[one.position]):
            raise SkipPart(
                Message(
                    "it is not clear how to read what stands in brackets in the heading “{heading}”",
                    heading=doubt,
                ),
                place=one.sheet.place,
                next_step=Message(
                    "write the heading without brackets, and let the unit (sheets, cases) fit it"
                ),
            )


def _refuse_left_out(headers: Sequence[_Header], columns: Columns, *, has_visible: bool) -> None:
    """Raise SkipPart if reading the visible sheets with a whole header would leave out a filled sheet."""
    for one in headers:
        if not one.missing and one.sheet.is_hidden and (not has_visible or _filled_below(one)):
            raise SkipPart(
                Message("a hidden sheet holds a table as well"),
                place=one.sheet.place,
                next_step=Message(
                    "show it again if it counts; if not, delete it or move it into another file"
                ),
            )
    for one in headers:
        if one.missing and one.found > 1 and not one.sheet.is_hidden and _filled_below(one):
            raise SkipPart(
                Message(
                    "the columns “{names}”, which other sheets have, are missing: this sheet cannot be read",
                    names="」「".join(map(columns.shown, one.missing)),
                ),
                place=one.sheet.place,
                next_step=Message(
                    "use the headings of the other sheets; if it is no table, move it into another file"
                ),
            )


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


def _no_header(path: Path, columns: Columns, best: _Header | None) -> NoColumn:
    if best is None:
        return NoColumn(
            Message("there is no header row"),
            place=path.name,
            next_step=Message(
                "write a header ({columns}) into one of the first {rows} rows. If it is there, the encoding is another: save it anew as CSV in UTF-8",
                rows=HEADER_WITHIN,
                columns="、".join(map(columns.shown, columns.required)),
            ),
        )
    return NoColumn(
        Message(
            "there is no column “{column}”", column="」「".join(map(columns.shown, best.missing))
        ),
        place=best.sheet.place,
        next_step=listed(
            [
                Message("if you renamed a header, name it as before; if you deleted one, add it"),
                *_other_names(columns, best),
            ],
        ),
    )


def _other_names(columns: Columns, best: _Header) -> Iterator[Message]:
    """Yield the other accepted names of the missing columns, if people write the header."""
    if not columns.by_hand:
        return
    yield from (
        Message(
            "“{name}” may be called {others} as well",
            name=name,
            others="、".join(f"「{one}」" for one in others[:_MOST_NAMES]),
        )
        for name in best.missing
        if (others := columns.spellings(name))
    )


def _rows_below(header: _Header, *, keeps_odd: bool) -> list[Row]:
    names, sheet = header.names, header.sheet
    heading = list(sheet.lines[header.position])
    written = {name: str(cell).strip() for name, cell in zip(names, heading, strict=True) if name}
    known = [name for name in names if name]
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise SkipPart(
            Message("there are two columns “{column}”", column=written[twice[0]]),
            place=sheet.place,
            next_step=Message("delete one of them"),
        )
    rows = []
    for number, line in enumerate(sheet.lines[header.position + 1 :], start=header.position + 2):
        if _is_note(line) or list(line) == heading:
            continue
        if keeps_odd and _adds_up(line):
            continue
        # An extra cell is None in Excel if it is empty. In CSV it is "", and an unquoted 1,200 makes one as well.
        has_more = any(cell is not None for cell in line[len(names) :])
        if has_more and keeps_odd and any(map(_is_filled, [line[len(names) :]])):
            rows.append(Row(sheet.place, number, {}, written, is_odd=True))
            continue
        if has_more and not keeps_odd:
            raise SkipPart(
                Message("row {number} has more cells than the header", number=number),
                place=sheet.place,
                next_step=Message("look for commas in cells, and for cells that have moved"),
            )
        cells = {name: cell for name, cell in zip(names, line, strict=False) if name}
        if _is_filled(list(cells.values())):
            rows.append(Row(sheet.place, number, cells, written))
    _check_cells(sheet, [row.number for row in rows], names)
    return rows


def _check_cells(sheet: Sheet, rows: Sequence[int], names: Sequence[str | None]) -> None:
    """Refuse a table with cells whose stored value differs from what they show: merged cells, unstored results."""
    columns = [number for number, name in enumerate(names, start=1) if name]
    for block in blocks_in(sheet.merged, rows, columns):
        raise SkipPart(
            Message("the cells {cells} are merged", cells=block.name),
            place=sheet.place,
            next_step=Message("unmerge them and write the value into each row"),
        )
    for block in blocks_in(sheet.without_result, rows, columns):
        raise SkipPart(
            Message("the formula in cell {cell} has no result", cell=block.name),
            place=sheet.place,
            next_step=Message("open it in Excel and save it again, or write the value"),
        )


def _is_filled(line: Sequence[object]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in line)


def _adds_up(line: Sequence[object]) -> bool:
    """Whether a log's row is a total of others: it holds a word such as 合計 and numbers, nothing else."""
    words = [cell for cell in line if _is_filled([cell]) and not is_count(cell)]
    return bool(words) and all(map(is_total_cell, words))


def _is_note(line: Sequence[object]) -> bool:
    """Whether the only filled cell of the row is a note; a data row always has more than one filled cell."""
    filled = [cell for cell in line if cell is not None and cell != ""]
    return len(filled) == 1 and str(filled[0]).strip().startswith(_NOTES)
