"""Makes the page ツール別: the whole town hall's tools side by side, and each tool across the sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import Figure, month_table
from dashboards.cards.card.marks import action_marks, use_series
from dashboards.cards.card.page import Page
from dashboards.cards.card.parts import (
    basis,
    gap_title,
    panel,
    panel_legends,
    tool_figure,
)
from dashboards.cards.card.young import once_grown
from dashboards.cards.use.adoption import reached
from dashboards.cards.use.changes import changes_figure
from dashboards.cards.use.engagement import engagement_figures
from dashboards.cards.use.trends import BREADTH, OUTSIDE, measure_figure
from dashboards.pages.sections.groups import MOST_TOGETHER
from dashboards.read.series.cells import newest
from dashboards.sentences.not_counted import uncounted_note, unread_note
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


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
        targets_sentence(cells, targets, words) + uncounted_note(cells, words),
        figures=tuple(figures),
    )


def targets_sentence(cells: Cells, targets: Targets, words: Words) -> str:
    """Return in how many sections each tool is at the town's target; without targets, how much each is used."""
    if not cells.tools:
        return words.gettext("There are no records yet.")
    counts = {tool: reached(cells, targets, tool) for tool in cells.tools}
    parts = [
        words.gettext(
            "{tool} {there} of {known}",
            tool=words.inside(words(tool)),
            there=count.there,
            known=count.known,
        )
        + count.almost_note(words)
        for tool, count in counts.items()
        if count.known
    ]
    if parts:
        return words.gettext("Sections at their target: {parts}.", parts=words.listed(parts))
    shown = [
        words.titled(words(tool), words.shown(cell.shown))
        for tool in cells.tools
        if (cell := newest(cells.use(TOWN, tool))) is not None
    ]
    if not shown:
        return words.gettext("There are no numbers of the whole town hall yet.")
    return words.gettext("Use rates of the whole town hall: {shown}.", shown=words.listed(shown))


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
        words.gettext("Whole town hall. Band: staff who have used it; line: use rate.")
        + unread_note(cells.tools, words),
        panels=panels,
        legends=panel_legends(cells, targets, (TOWN,), words),
        marks=action_marks(cells, targets, (TOWN,), use_series(cells.tools), words),
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
