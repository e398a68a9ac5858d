"""Makes the cards of now against a year before: each section's use rate, or each pair's digital share, in one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import (
    DataTable,
    Drawing,
    Figure,
    Legend,
    ToolFigure,
    inline_svg,
    value_cell,
)
from dashboards.charts.change import change_points, change_size, draw_change
from dashboards.read.differences import way_between
from dashboards.read.series.cells import newest, year_before
from dashboards.read.series.course import ENOUGH
from warehouse.release.groups.succession import REORGANISED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.differences import Way
    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Cells, PublishedGroup, Series
    from dashboards.text.words import Words


def change_legends(words: Words) -> tuple[Legend, ...]:
    """Return the legend of a picture of now against a year before."""
    return (
        Legend("hollow-grey", words.gettext("A year before")),
        Legend("full", words.gettext("Now")),
    )


def change_table(
    key: str, caption: str, head: str, lines: Sequence[tuple[str, Series]], words: Words
) -> DataTable:
    """Return one row for each (name, series): the value a year before, the newest value and its month.

    Args:
        key: key of the table on the page.
        caption: caption of the table.
        head: heading of the first column.
        lines: (name, series) of each row.
        words: the language.
    """
    rows, is_unlike = [], False
    for name, series in lines:
        if not series:
            continue
        now = newest(series) or series[-1]
        before = year_before(series, now)
        is_unlike |= before.withheld == REORGANISED
        rows.append((name, (value_cell(before, words), value_cell(now, words))))
    years = (words.gettext("A year before"), words.gettext("Now"))
    notes = (words.reason(REORGANISED),) if is_unlike else ()
    return DataTable(key, caption, (head, *years), tuple(rows), notes)


def change_pictures(
    lines: Sequence[tuple[str, Series]],
    words: Words,
    summary: str,
    table: str,
    *,
    is_half: bool = False,
) -> tuple[Drawing, ...]:
    """Return the wide and the narrow picture, each row linked to its row in the data table.

    Args:
        lines: (name, series) of each row.
        words: the language.
        summary: text that a screen reader reads for the picture.
        table: key of the data table.
        is_half: whether the card takes half a row.
    """
    drawings = []
    for is_narrow in (False, True):
        size = change_size(len(lines), is_narrow=is_narrow, is_half=is_half)
        spots = [(*point, row) for row, point in enumerate(change_points(lines, size))]
        svg = inline_svg(
            draw_change(lines, words, size),
            size,
            summary,
            table=table,
            columns=(1, 2),
            spots=spots,
        )
        drawings.append(Drawing(svg, "narrow" if is_narrow else "wide"))
    return tuple(drawings)


def reaching_back(lines: Sequence[tuple[str, Series]]) -> bool:
    """Tell whether enough of these series have a value a year before their newest value for a comparison."""
    dots = sum(2 for _, series in lines if _a_year_ago(series) is not None)
    return dots >= ENOUGH


def _a_year_ago(series: Series) -> Cell | None:
    """Return the cell a year before the newest value; None if it has no value."""
    now = newest(series)
    before = year_before(series, now) if now else None
    return before if before is not None and before.low is not None else None


def _lines(cells: Cells, sections: Sequence[PublishedGroup], tool: str) -> list[tuple[str, Series]]:
    return [(section.name, cells.use(section.code, tool)) for section in sections]


def changes_figure(
    cells: Cells, sections: Sequence[PublishedGroup], words: Words
) -> tuple[Figure, ...]:
    """Return the card of these sections against a year before, with one choice for each tool.

    A tool with less than a year of records has no choice; without any choice there is no card.
    """
    tools = [tool for tool in cells.tools if reaching_back(_lines(cells, sections, tool))]
    if not tools:
        return ()
    figure = Figure(
        "change",
        changes_title(cells, sections, tools, words),
        words.gettext(
            "The newest final month and the same month a year before. Sections as in the roster."
        ),
        legends=change_legends(words),
        choices=tuple(
            ToolFigure(tool, words(tool), _change(cells, sections, tool, words)) for tool in tools
        ),
        terms=("use-rate", "point"),
    )
    return (figure,)


def _change(cells: Cells, sections: Sequence[PublishedGroup], tool: str, words: Words) -> Figure:
    lines = _lines(cells, sections, tool)
    table = change_table(
        f"change-{tool}-table",
        words.gettext("Table: {tool}, a year before and now", tool=words.inside(words(tool))),
        words("section"),
        lines,
        words,
    )
    summary = words.gettext(
        "Use rate of {tool} a year ago and now by section; figures in the table below.",
        tool=words.inside(words(tool)),
    )
    return Figure(
        f"change-figure-{tool}",
        "",
        note=changed_sentence(cells, sections, tool, words),
        drawings=change_pictures(lines, words, summary, table.key),
        tables=(table,),
    )


def changes_title(
    cells: Cells, sections: Sequence[PublishedGroup], tools: Sequence[str], words: Words
) -> str:
    """Return the tool that rose in the most sections, and in how many.

    Args:
        cells: the released series.
        sections: the sections to compare.
        tools: the tools, at least one.
        words: the language.
    """
    moves = {tool: _moves(cells, sections, tool) for tool in tools}
    rises = {tool: found.count("up") for tool, found in moves.items()}
    tool = max(rises, key=lambda one: rises[one])
    count, up = len(moves[tool]), rises[tool]
    if not any(moves.values()):
        return words.gettext("No section can be compared with a year before yet")
    if not up:
        return words.gettext("No section that can be compared uses a tool more than a year before")
    return words.gettext(
        "{tool}: up on a year before in {up} of {count} sections that can be compared",
        tool=words(tool),
        up=up,
        count=count,
    )


def _moves(cells: Cells, sections: Sequence[PublishedGroup], tool: str) -> list[Way]:
    """Return the direction in which each section moved in a year, for sections that can be compared."""
    moves = []
    for section in sections:
        series = cells.use(section.code, tool)
        cell, before = newest(series), _a_year_ago(series)
        move = way_between(before, cell) if cell and before else None
        if move is not None:
            moves.append(move)
    return moves


def changed_sentence(
    cells: Cells, sections: Sequence[PublishedGroup], tool: str, words: Words
) -> str:
    """Return how many sections use a tool more, about as much and less than a year before, if comparable.

    Args:
        cells: the released series.
        sections: the sections to compare.
        tool: the tool.
        words: the language.
    """
    moves = _moves(cells, sections, tool)
    if not moves:
        return words.gettext("No section can be compared with a year before.")
    up, down = moves.count("up"), moves.count("down")
    level = len(moves) - up - down
    return words.gettext(
        "Of {count} sections that can be compared: {up} up, {level} level or not to be told apart, {down} down on a year before.",
        count=len(moves),
        up=up,
        level=level,
        down=down,
    )
