"""The common part of every hand-kept book: a table, as a source, that is taken whole or not at all.

A `BookKind` describes a book: its stream, its columns, and a function that parses one row. The rest is the same
for all books: encodings, Excel, headers, Japanese messages for every wrong cell, and batches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from connectors.contract.configuration import SourcePath, SourceSettings
from connectors.contract.errors import SkipPart
from connectors.contract.findings import finding_of
from connectors.contract.messages import Message, joined
from connectors.contract.shape import to_table
from connectors.contract.streams import Batch, Finding
from connectors.io.tables.cell_parsing import is_total_cell, words_of
from connectors.io.tables.tabular import Problem, Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from connectors.contract.streams import Stream, Window
    from connectors.io.tables.headings import Columns

SECTION = "課"
"""Header of the section column in every book."""
MOST_SHOWN = 50
"""Maximum number of mistakes listed one by one; more of them have one cause, and only their number is shown."""


class BookError(SkipPart):
    """The book has mistakes and was left out as a whole; `problems` holds all of them."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        """List the mistakes one by one, up to `MOST_SHOWN`."""
        self.problems = tuple(problems)
        lines_shown = [problem.message for problem in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            lines_shown.append(Message("and {count} more", count=len(self.problems) - MOST_SHOWN))
        # The ledger stores `thing`. Sheet names may contain a person's name, so they go into `next_step`.
        super().__init__(
            Message("{count} mistakes", count=len(self.problems)),
            place=file,
            next_step=joined(
                "\n",
                (
                    Message("mend them and save; until then the numbers stay as they were"),
                    *lines_shown,
                ),
            ),
        )


@dataclass(frozen=True, slots=True)
class BookKind:
    """One kind of book: its stream, columns and row parser."""

    stream: Stream
    columns: Columns
    read: Callable[
        [Row, list[Problem]], Mapping[str, object] | Sequence[Mapping[str, object]] | None
    ]
    """Parse one row into the stream's shape (with `event` and `day_on`): one fact, several facts or None.

    Mistakes are appended to the list of problems. Rows with the same `event` are rejected as duplicates.
    """
    vouches_always: bool = False
    """Whether the book covers every day.

    True for books of occasions (trainings, actions), where a day without a row had none. A book of amounts
    covers only the days from its first to its last row.
    """


class BookSettings(SourceSettings):
    """The settings of any book: the path of its file."""

    file: SourcePath


class Book:
    """One book as a source."""

    def __init__(self, settings: BookSettings, kind: BookKind) -> None:
        """Keep the settings without opening the file."""
        self._settings = settings
        self._kind = kind

    @property
    def name(self) -> str:
        """The source's name in the settings."""
        return self._settings.name

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The only stream of the source."""
        return (self._kind.stream,)

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings, else the first row's day; None if it cannot be read."""
        if self._settings.since:
            return self._settings.since
        try:
            rows = self._rows()
        except SkipPart:
            return None
        return min((_day_of(row) for row in rows), default=None)

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield one batch for each day (or first of a month) that the book covers.

        Raises:
            SkipPart: the file cannot be read, or a row has a mistake; then no row is taken.
        """
        rows = self._rows()
        by_day: dict[date, list[dict[str, object]]] = {}
        for row in rows:
            by_day.setdefault(_day_of(row), []).append(dict(row))
        for day_on in self._vouched(window, by_day):
            yield Batch(day_on, to_table(stream.shape, by_day.get(day_on, [])))

    def sections(self) -> dict[str, str]:
        """Return each section as written → the sheet, row and column of its first occurrence.

        Books with other mistakes are included, so that all mistakes of a row are reported at once.
        """
        found: dict[str, str] = {}
        try:
            rows = read_rows(self._settings.file, self._kind.columns)
        except SkipPart:
            return found
        for row in rows:
            section = None if is_total_row(row) else row.read(SECTION, words_of, [])
            if section is not None:
                found.setdefault(
                    section,
                    Message(
                        "{file} row {number}, column “{column}”",
                        file=row.place,
                        number=row.number,
                        column=row.column(SECTION),
                    ),
                )
        return found

    def check(self) -> Iterator[Finding]:
        """Read the whole book."""
        place = str(self._settings.file)
        try:
            rows = self._rows()
        except SkipPart as error:
            yield finding_of(error)
            return
        if rows:
            yield Finding(
                is_ok=True, thing=Message("{count} rows read", count=len(rows)), place=place
            )
        else:
            yield Finding(
                is_ok=False,
                thing=Message("no row stands under the header yet"),
                place=place,
                next_step=Message("fill it in and save it"),
            )

    def _rows(self) -> list[Mapping[str, object]]:
        problems: list[Problem] = []
        read: list[Mapping[str, object]] = []
        first: dict[object, Row] = {}
        for row in read_rows(self._settings.file, self._kind.columns):
            if is_total_row(row):
                continue
            facts = self._kind.read(row, problems)
            facts = [facts] if isinstance(facts, Mapping) else facts or []
            twins = [first.setdefault(fact["event"], row) for fact in facts]
            if twin := next((one for one in twins if one is not row), None):
                number = str(twin.number)
                if twin.place != row.place:
                    number = joined(" ", [twin.place, number])
                problems.append(
                    row.problem(
                        Message("the same as row {number}", number=number),
                        Message("put them into one row, or delete one"),
                    )
                )
            read.extend(facts)
        if problems:
            raise BookError(self._settings.file.name, problems)
        return read

    def _vouched(self, window: Window, days: Iterable[date]) -> Iterator[date]:
        known = sorted(days)
        for day_on in window.days:
            if self._kind.stream.grain == "month" and day_on.day != 1:
                continue
            if self._kind.vouches_always or (known and known[0] <= day_on <= known[-1]):
                yield day_on


def is_total_row(row: Row) -> bool:
    """Whether the row is a total of other rows: 合計 stands in place of a section, month or day."""
    written = (row.cells.get(column) for column in (SECTION, "年月", "日付"))
    return any(is_total_cell(cell) for cell in written if cell)


def _day_of(row: Mapping[str, object]) -> date:
    day_on: date = row["day_on"]  # type: ignore[assignment]  # every kind's `read` puts a date there
    return day_on


def write_book(
    path: Path,
    title: str,
    columns: Sequence[str],
    words: Sequence[str],
    *,
    choices: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Path:
    """Write an empty book in Excel (see `lay_out_book`) and return its path."""
    lay_out_book(title, columns, words, choices=choices).save(path)
    return path


def lay_out_book(
    title: str,
    columns: Sequence[str],
    words: Sequence[str],
    *,
    choices: Mapping[str, Sequence[str]] = MappingProxyType({}),
    rows: Sequence[Sequence[object]] = (),
) -> Workbook:
    """Return a book in Excel: the header, the rows if there are any, and a sheet of instructions.

    Args:
        title: the name of the table's sheet.
        columns: the header cells, at most 26.
        words: the instructions, one cell per line.
        choices: column → the words that its cells offer; other words may be typed as well.
        rows: below the header; no text is run as a formula.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - 0.2 s, only where a book is written

    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    table = book.create_sheet(title)
    table.append(list(columns))
    for row in rows:
        table.append(list(row))
        for cell in table[table.max_row]:
            if cell.data_type == "f":
                cell.data_type = "s"
    table.freeze_panes = "A2"
    for position in range(len(columns)):
        table.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[position]].width = 16
    help_sheet = book.create_sheet("書き方")
    help_sheet.column_dimensions["A"].width = 80
    for line in words:
        help_sheet.append([line])
    for column, offered in choices.items():
        _offer(book, table, columns.index(column), column, offered)
    return book


def _offer(
    book: Workbook, table: Worksheet, position: int, column: str, offered: Sequence[str]
) -> None:
    """Let the cells of a column offer words, which stand on a sheet of their own."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    sheet = book.create_sheet(column)
    sheet.column_dimensions["A"].width = 40
    for words in offered:
        sheet.append([words])
    choice = DataValidation(
        "list",
        formula1=f"'{column}'!$A$1:$A${len(offered)}",
        allow_blank=True,
        showErrorMessage=False,
    )
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[position]
    choice.add(f"{letter}2:{letter}1000")
    table.add_data_validation(choice)
