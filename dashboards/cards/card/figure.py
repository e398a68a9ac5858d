"""A figure on a page: a finding as title, pictures for wide and narrow screens, and its data table."""

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
    """What one cell of a data table says; `kind` is value, text, withheld, none, met or unknown."""

    text: str
    kind: str = "value"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A data table: one row a month (or a day, or a source), the first column its head.

    `links` has where each row's head leads, where it does.
    """

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[TableCell, ...]], ...]
    notes: tuple[str, ...] = ()
    is_open: bool = False
    links: tuple[str, ...] = ()

    def is_text(self, column: int) -> bool:
        """Tell whether a column (the first after the head is 0) has words, which begin together."""
        return any(cells[column].kind == "text" for _, cells in self.rows)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One SVG; `use` is wide, narrow or any: the screens it is for."""

    svg: Markup
    use: str = "any"


@dataclass(frozen=True, slots=True)
class Panel:
    """One small multiple: a linked name, its newest figure and its picture, None while there is no course to draw."""

    name: str
    link: str
    value: str
    note: str
    drawing: Drawing | None
    target: str = ""
    is_reached: bool = False
    later: str = ""
    """When the picture comes, in its place."""


@dataclass(frozen=True, slots=True)
class Legend:
    """One entry of a legend: a swatch's class in the style sheet, and its word."""

    swatch: str
    word: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: `kind` is up, down, level, alert or calm; `link` may be empty."""

    kind: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a numbered mark on a picture stands for: an action, and when it was put to work."""

    number: str
    title: str
    when: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Everything that stands in one card; `guide` is the legend of its panels.

    `basis` says of how many people, from when to when and as of when it is.
    """

    key: str
    title: str
    note: str = ""
    drawings: tuple[Drawing, ...] = ()
    panels: tuple[Panel, ...] = ()
    legends: tuple[Legend, ...] = ()
    guide: tuple[Legend, ...] = ()
    tables: tuple[Table, ...] = ()
    choices: tuple[Choice, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    terms: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    basis: str = ""
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several tools that a card can show, with its own panels or drawings and tables."""

    key: str
    word: str
    figure: Figure


Spot = tuple[float, float, int]
"""Where in a picture (pixels from its left and top) a row of its table stands."""

_FONT = re.compile(r' font-family="[^"]*"')
_COMMON_SIZE = re.compile(r' font-size="12px"')
_OPEN = re.compile(r'<svg xmlns="[^"]*" width="([\d.]+)" height="([\d.]+)"')


def bound_legend(words: Words) -> Legend:
    """Return how an arrow is read."""
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
    """Return the SVG for a page: themed by CSS variables, named by `summary`, tied to its table.

    `table` is the data table's key and `columns` those of its columns that the picture shows: the
    page's script reads the values under the pointer from there. A picture has a month a row from
    left to right, or its rows stand where `spots` say.
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
    # The picture comes from our own engine, which escapes the text inside it.
    return Markup(_OPEN.sub(lambda _: opening, body, count=1))  # noqa: S704


_STATE_MARKS = {"provisional": "provisional", "incomplete": "incomplete"}


def value_cell(cell: Cell, words: Words, unit: Unit | None = None) -> TableCell:
    """Return what a data table says of a released cell: value, 非公表 or まだない, with its state."""
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
) -> Table:
    """Return a table with one row a month, the newest first, and one column a series."""
    rows = tuple(
        (words.month(month), tuple(value_cell(series[at], words, unit) for _, series in columns))
        for at, month in reversed(list(enumerate(months)))
    )
    reasons = sorted({c.withheld for _, series in columns for c in series if c.withheld})
    return Table(
        key,
        caption,
        (words("month"), *(name for name, _ in columns)),
        rows,
        (
            *(words.reason(reason) for reason in reasons),
            *kept_notes(columns, words),
        ),
    )
