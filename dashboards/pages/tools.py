"""ツール別: the whole town hall's tools side by side, and each tool through the sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cells import a_year_before, at_month, newest
from dashboards.charts.change import change_size, draw_change
from dashboards.pages.depth import depth_figures
from dashboards.pages.figure import Choice, Drawing, Figure, Legend, inline_svg, month_table
from dashboards.pages.figures import (
    action_marks,
    basis,
    gap_title,
    panel,
    panel_legends,
    tool_figure,
)
from dashboards.pages.groups import MOST_TOGETHER
from dashboards.pages.page import Page
from dashboards.pages.trends import BREADTH, OUTSIDE, measure_figure
from dashboards.sentences import LEVEL_POINTS, is_plain, uncounted_note
from warehouse.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.aims import Aims
    from dashboards.cells import Cells, Section
    from dashboards.words import Words

_HALF = 50


def tools_page(cells: Cells, aims: Aims, words: Words) -> Page:
    """Return the page of the tools."""
    name = words("town")
    figures: list[Figure] = []
    if cells.tools:
        figures = [
            tool_figure(cells, aims, TOWN, name, words, is_wide=True),
            _spread(cells, aims, words),
            *depth_figures(cells, aims, words),
        ]
        if len(cells.sections) <= MOST_TOGETHER:
            figures.append(changes_figure(cells, cells.sections, words))
        further = (
            measure_figure(cells, aims, TOWN, name, one, words) for one in (BREADTH, OUTSIDE)
        )
        figures += [figure for figure in further if figure is not None]
    return Page(
        "tools.html",
        "tools.html",
        words.pick("ツール別", "Tools"),
        half_sentence(cells, words) + uncounted_note(cells, words),
        figures=tuple(figures),
    )


def half_sentence(cells: Cells, words: Words) -> str:
    """Return in how many sections each tool is used on half of the working days or more."""
    if not cells.tools:
        return words.pick("まだ記録がありません。", "There are no records yet.")
    parts = []
    most = 0
    for tool in cells.tools:
        told = [cell for s in cells.sections if (cell := newest(cells.use(s.code, tool)))]
        if not told:
            continue
        most = max(most, len(told))
        over = sum((cell.low or 0) >= _HALF for cell in told)
        parts.append(words.pick(f"{words(tool)}は{over}課", f"{words(tool).lower()} {over}"))
    if not parts:
        return words.pick(
            "課ごとの数字は、まだありません。", "There are no numbers of sections yet."
        )
    return words.pick(
        f"{most}課のうち、働く日の半分以上で使っているのは、{'、'.join(parts)}です。",
        f"Of {most} sections, used on half of the working days or more: {', '.join(parts)}.",
    )


def _spread(cells: Cells, aims: Aims, words: Words) -> Figure:
    panels = tuple(
        panel(cells, aims, TOWN, tool, (words(tool), ""), ("town-use", column), words)
        for column, tool in enumerate(cells.tools, start=1)
    )
    uses = [(words(tool), cells.use(TOWN, tool)) for tool in cells.tools]
    tried = [(words(tool), cells.activation(TOWN, tool)) for tool in cells.tools]
    return Figure(
        "spread",
        gap_title(cells, TOWN, words),
        words.pick(
            "全庁。帯は使ったことのある職員、線は利用日率。",
            "Whole town hall. Band: staff who have used it; line: use rate.",
        ),
        panels=panels,
        legends=panel_legends(cells, aims, (TOWN,), words),
        marks=action_marks(cells, aims, (TOWN,), cells.tools, words),
        basis=basis(cells, words, cells.use(TOWN, cells.tools[0])),
        tables=(
            month_table(
                "town-use", words.pick("利用日率の表", "Table: use rate"), cells.months, uses, words
            ),
            month_table(
                "town-tried",
                words.pick("使ったことのある職員の割合の表", "Table: staff who have used it"),
                cells.months,
                tried,
                words,
            ),
        ),
        terms=("activated", "use-rate", "band"),
    )


def changes_figure(cells: Cells, sections: Sequence[Section], words: Words) -> Figure:
    """Return how these sections stand against a year before, with one choice a tool."""
    return Figure(
        "change",
        changes_title(cells, sections, words),
        words.pick(
            "最新の確定した月と、その1年前の同じ月。課は名簿の順です。",
            "The newest final month and the same month a year before. Sections as in the roster.",
        ),
        legends=(
            Legend("hollow-grey", words.pick("1年前", "A year before")),
            Legend("full", words.pick("いま", "Now")),
        ),
        choices=tuple(
            Choice(tool, words(tool), _change(cells, sections, tool, words)) for tool in cells.tools
        ),
        terms=("use-rate", "point"),
    )


def _change(cells: Cells, sections: Sequence[Section], tool: str, words: Words) -> Figure:
    lines = [(section.name, cells.use(section.code, tool)) for section in sections]
    caption = words.pick(f"{words(tool)}の利用日率の表", f"Table: use rate, {words(tool).lower()}")
    table = month_table(f"change-{tool}-table", caption, cells.months, lines, words)
    summary = words.pick(
        f"{words(tool)}の利用日率の1年前と今を課ごとに並べた図。数字は下の表にあります。",
        f"Use rate of {words(tool).lower()} a year ago and now by section; figures in the table below.",
    )
    drawings = []
    for is_narrow in (False, True):
        size = change_size(len(lines), is_narrow=is_narrow)
        svg = inline_svg(draw_change(lines, words, size), size, summary)
        drawings.append(Drawing(svg, "narrow" if is_narrow else "wide"))
    return Figure(
        f"change-figure-{tool}",
        "",
        note=changed_sentence(cells, sections, tool, words),
        drawings=tuple(drawings),
        tables=(table,),
    )


def changes_title(cells: Cells, sections: Sequence[Section], words: Words) -> str:
    """Return in how many sections the tool that rose in most of them rose."""
    moves = {tool: _moves(cells, sections, tool) for tool in cells.tools}
    rises = {tool: sum(move > LEVEL_POINTS for move in found) for tool, found in moves.items()}
    tool = max(rises, key=lambda one: rises[one])
    count, up = len(moves[tool]), rises[tool]
    if not any(moves.values()):
        return words.pick(
            "課ごとの動きは、まだ1年前とくらべられません",
            "No section can be compared with a year before yet",
        )
    if not up:
        return words.pick(
            "1年前より増えた課は、どのツールにもありません",
            "No tool is used more than a year before in any section",
        )
    return words.pick(
        f"{words(tool)}は、くらべられる{count}課のうち{up}課で1年前より増えました",
        f"{words(tool)}: up on a year before in {up} of {count} sections that can be compared",
    )


def _moves(cells: Cells, sections: Sequence[Section], tool: str) -> list[float]:
    """Return by how many points each section moved in a year, of those where it shows."""
    moves = []
    for section in sections:
        series = cells.use(section.code, tool)
        cell = newest(series)
        before = at_month(series, a_year_before(cell.month)) if cell else None
        if cell is None or before is None or not (is_plain(cell) and is_plain(before)):
            continue
        moves.append((cell.mid or 0) - (before.mid or 0))
    return moves


def changed_sentence(cells: Cells, sections: Sequence[Section], tool: str, words: Words) -> str:
    """Return how many sections use a tool more, as much and less than a year before, where it shows."""
    moves = _moves(cells, sections, tool)
    if not moves:
        return words.pick(
            "1年前とくらべられる課は、まだありません。",
            "No section can be compared with a year before.",
        )
    up = sum(move > LEVEL_POINTS for move in moves)
    down = sum(move < -LEVEL_POINTS for move in moves)
    level = len(moves) - up - down
    return words.pick(
        f"くらべられる{len(moves)}課のうち、1年前より増えた課は{up}、ほぼ同じ課は{level}、減った課は{down}です。",
        f"Of {len(moves)} sections that can be compared: {up} up, {level} level, {down} down on a year before.",
    )
