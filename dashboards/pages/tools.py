"""Makes the page ツール別: the whole town hall's tools side by side, and each tool across the sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import Figure, month_table
from dashboards.cards.card.page import Page
from dashboards.cards.card.parts import (
    action_marks,
    basis,
    gap_title,
    panel,
    panel_legends,
    tool_figure,
)
from dashboards.cards.card.young import once_grown
from dashboards.cards.use.changes import changes_figure
from dashboards.cards.use.engagement import engagement_figures
from dashboards.cards.use.trends import BREADTH, OUTSIDE, measure_figure
from dashboards.pages.sections.groups import MOST_TOGETHER
from dashboards.read.series.cells import newest
from dashboards.sentences.sentences import uncounted_note
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words

_HALF = 50


def tools_page(cells: Cells, targets: Targets, words: Words) -> Page:
    """Return the page of the tools."""
    name = words("town")
    figures: list[Figure] = []
    if cells.tools:
        figures = [
            tool_figure(cells, targets, TOWN, name, words, is_wide=True),
            _spread(cells, targets, words),
            *engagement_figures(cells, targets, words),
        ]
        if len(cells.sections) <= MOST_TOGETHER:
            figures += changes_figure(cells, cells.sections, words)
        further = (
            measure_figure(cells, targets, TOWN, name, one, words) for one in (BREADTH, OUTSIDE)
        )
        figures += [figure for figure in further if figure is not None]
    return Page(
        "tools.html",
        "tools.html",
        words.gettext("Tools"),
        half_sentence(cells, words) + uncounted_note(cells, words),
        figures=tuple(figures),
    )


def half_sentence(cells: Cells, words: Words) -> str:
    """Return in how many sections each tool is used on at least half of the working days."""
    if not cells.tools:
        return words.gettext("There are no records yet.")
    parts = []
    most = 0
    for tool in cells.tools:
        newest_cells = [cell for s in cells.sections if (cell := newest(cells.use(s.code, tool)))]
        if not newest_cells:
            continue
        most = max(most, len(newest_cells))
        over = sum((cell.low or 0) >= _HALF for cell in newest_cells)
        parts.append(words.gettext("{tool} {over}", tool=words.inside(words(tool)), over=over))
    if not parts:
        return words.gettext("There are no numbers of sections yet.")
    return words.gettext(
        "Of {most} sections, used on half of the working days or more: {parts}.",
        most=most,
        parts=words.listed(parts),
    )


def _spread(cells: Cells, targets: Targets, words: Words) -> Figure:
    panels = tuple(
        panel(cells, targets, TOWN, tool, (words(tool), ""), ("town-use", column), words)
        for column, tool in enumerate(cells.tools, start=1)
    )
    uses = [(words(tool), cells.use(TOWN, tool)) for tool in cells.tools]
    tried = [(words(tool), cells.activation(TOWN, tool)) for tool in cells.tools]
    figure = Figure(
        "spread",
        gap_title(cells, TOWN, words),
        words.gettext("Whole town hall. Band: staff who have used it; line: use rate."),
        panels=panels,
        legends=panel_legends(cells, targets, (TOWN,), words),
        marks=action_marks(cells, targets, (TOWN,), cells.tools, words),
        basis=basis(cells, words, cells.use(TOWN, cells.tools[0])),
        tables=(
            month_table("town-use", words.gettext("Table: use rate"), cells.months, uses, words),
            month_table(
                "town-tried",
                words.gettext("Table: staff who have used it"),
                cells.months,
                tried,
                words,
            ),
        ),
        terms=("activated", "use-rate", "band"),
    )
    note = words.gettext("Whole town hall.")
    return once_grown(figure, (series for _, series in uses), words, note=note)
