"""Defines a figure on a page: a finding as title, pictures for wide and narrow screens, and its data table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from dashboards.read.series.missing_reason import kept_notes
from dashboards.theme import with_variables
from warehouse.release.groups.succession import REORGANISED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.charts.drawing.drawing import Size
    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Series
    from dashboards.text.words import Unit, Words


@dataclass(frozen=True, slots=True)
class TableCell:
    """Text of one cell of a data table; `kind` is value, text, withheld, none, met or unknown."""

    text: str
    kind: str = "value"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A data table: one row for each month (or day, or source), with the first column as row head.

    `links` holds the link of each row's head; it is empty if heads have none.
    """

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[TableCell, ...]], ...]
    notes: tuple[str, ...] = ()
    is_open: bool = False
    links: tuple[str, ...] = ()

    def is_text(self, column: int) -> bool:
        """Tell whether a column contains words, which are aligned left; 0 is the first column after the head."""
        return any(cells[column].kind == "text" for _, cells in self.rows)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One SVG; `use` is wide, narrow or any: the screens it is for."""

    svg: Markup
    use: str = "any"


@dataclass(frozen=True, slots=True)
class Panel:
    """One small multiple: a linked name, its newest figure, and its picture.

    `drawing` is None while the record is too short to draw.
    """

    name: str
    link: str
    value: str
    note: str
    drawing: Drawing | None
    target: str = ""
    is_reached: bool = False
    later: str = ""
    """Note shown in place of the picture: when it comes."""


@dataclass(frozen=True, slots=True)
class Legend:
    """One entry of a legend: the CSS class of its swatch, and its text."""

    swatch: str
    word: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: `kind` is up, down, level, alert, calm or open; `link` may be empty."""

    kind: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class ActionMark:
    """Meaning of a numbered mark on a picture: an action, and when it was put to work."""

    number: str
    title: str
    when: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The content of one card; `guide` is the legend of its panels.

    `basis` says how many people the figure covers, over which months, and as of when.
    """

    key: str
    title: str
    note: str = ""
    drawings: tuple[Drawing, ...] = ()
    panels: tuple[Panel, ...] = ()
    legends: tuple[Legend, ...] = ()
    guide: tuple[Legend, ...] = ()
    tables: tuple[DataTable, ...] = ()
    choices: tuple[ToolFigure, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[ActionMark, ...] = ()
    terms: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    basis: str = ""
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class ToolFigure:
    """One of several tools that a card can show, with its own panels, or drawings and tables."""

    key: str
    word: str
    figure: Figure


Spot = tuple[float, float, int]
"""Position of a table row in a picture: pixels from the left and from the top, and the number of the row."""

_FONT = re.compile(r' font-family="[^"]*"')
_COMMON_SIZE = re.compile(r' font-size="12px"')
_OPEN = re.compile(r'<svg xmlns="[^"]*" width="([\d.]+)" height="([\d.]+)"')


def bound_legend(words: Words) -> Legend:
    """Return the legend of the arrow that marks a bound."""
    return Legend("arrow", words.gettext("Only a bound is known"))


def inline_svg(
    svg: str,
    size: Size,
    summary: str,
    *,
    table: str = "",
    columns: Sequence[int] = (),
    spots: Sequence[Spot] | None = None,
) -> Markup:
    """Return the SVG for a page: themed by CSS variables, labelled with `summary`, and linked to its table.

    Args:
        svg: the picture, as drawn.
        size: size of the picture in pixels.
        summary: text that a screen reader reads for the picture.
        table: key of the data table; the page's script reads the values under the pointer from it.
        columns: columns of that table that the picture shows.
        spots: position of each row in the picture; None for one row a month, from left to right.
    """
    body = with_variables(_COMMON_SIZE.sub("", _FONT.sub("", svg)))
    ties = ""
    if table:
        shown = ",".join(str(column) for column in columns)
        ties = f' data-columns="{shown}"'
        if spots is None:
            ties += f' data-table="{escape(table)}"'
            ties += f' data-left="{size.left}" data-right="{size.width - size.right}"'
        else:
            places = " ".join(f"{x:.0f},{y:.0f},{row}" for x, y, row in spots)
            ties += f' data-rows="{escape(table)}" data-spots="{places}"'
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.width}" height="{size.height}"'
        f' role="img" aria-label="{escape(summary)}"{ties}'
    )
    # The picture comes from our own chart engine, which escapes the text inside it.
    return Markup(_OPEN.sub(lambda _: opening, body, count=1))  # noqa: S704


_STATE_MARKS = {"provisional": "provisional", "incomplete": "incomplete"}


def value_cell(cell: Cell, words: Words, unit: Unit | None = None) -> TableCell:
    """Return the table cell of a released cell: its value with its state, or 非公表, 欠測 or まだない."""
    if cell.is_running:
        return TableCell(words("running"), "none")
    if cell.withheld == REORGANISED:
        return TableCell(words("unlike"), "none")
    if cell.withheld is not None:
        return TableCell(words("withheld"), "withheld")
    if cell.shown is None:
        if cell.state == "incomplete":
            return TableCell(words("gap"), "none")
        return TableCell(words("none"), "none")
    mark = words(cell.state) if cell.state in _STATE_MARKS else ""
    return TableCell(words.with_unit(cell.shown, unit), "value", mark)


def month_table(
    key: str,
    caption: str,
    months: Sequence[date],
    columns: Sequence[tuple[str, Series]],
    words: Words,
    unit: Unit | None = None,
) -> DataTable:
    """Return a table with one row for each month, newest first, and one column for each series.

    Args:
        key: key of the table on the page.
        caption: caption of the table.
        months: months of the rows, oldest first.
        columns: (name, series) of each column; a series has one cell for each of `months`.
        words: the language.
        unit: unit of the values; None for per cent, which a value carries itself.
    """
    rows = tuple(
        (words.month(month), tuple(value_cell(series[at], words, unit) for _, series in columns))
        for at, month in reversed(list(enumerate(months)))
    )
    reasons = sorted({c.withheld for _, series in columns for c in series if c.withheld})
    return DataTable(
        key,
        caption,
        (words("month"), *(name for name, _ in columns)),
        rows,
        (
            *(words.reason(reason) for reason in reasons),
            *kept_notes(columns, words),
        ),
    )
