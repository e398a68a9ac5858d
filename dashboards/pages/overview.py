"""Makes the page 全庁のいま: one sentence, four figures, alerts, every section, paper against digital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.alerts import alerts_figure
from dashboards.cards.card.page import Page
from dashboards.cards.card.parts import tool_figure
from dashboards.cards.paper.quadrant import quadrant_figure
from dashboards.cards.paper.shares_and_sheets import share_figure, sheets_figure
from dashboards.cards.series_targets import series_targets_figure
from dashboards.cards.use.adoption import adoption_figure, reached
from dashboards.pages.sections.groups import MOST_TOGETHER
from dashboards.pages.tiles import town_tiles
from dashboards.pages.tools import targets_sentence
from dashboards.read.series.cells import newest
from dashboards.sentences.paper_words import year_sentence
from dashboards.sentences.sentences import (
    share_sentence,
    sheets_sentence,
    state_note,
    tool_compared,
    use_sentence,
)
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboards.cards.card.figure import Figure
    from dashboards.cards.work_measured import WorkMeasured
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


def overview_page(cells: Cells, targets: Targets, measured: WorkMeasured, words: Words) -> Page:
    """Return the first page.

    Args:
        cells: the released series.
        targets: targets and actions.
        measured: what was measured of work.
        words: the language.
    """
    sentence = words.gettext("There are no records yet.")
    lead: list[str] = []
    if cells.tools:
        sentence = town_sentence(cells, targets, words)
        lead.append(tool_compared(cells.use(TOWN, cells.tools[0]), cells.tools[0], words))
    if "documents" in cells.pairs(TOWN):
        documents = cells.pair(TOWN, "documents")
        lead.append(share_sentence(documents, words("town"), "documents", words))
    lead += _paper_lead(cells, targets, words)
    if cells.tools and len(cells.sections) > MOST_TOGETHER:
        lead.append(targets_sentence(cells, targets, words))
    return Page(
        "index.html",
        "index.html",
        words.gettext("The town hall now"),
        sentence,
        tuple(line for line in lead if line),
        town_tiles(cells, targets, measured, words),
        tuple(_figures(cells, targets, words)),
    )


def _figures(cells: Cells, targets: Targets, words: Words) -> Iterator[Figure]:
    name = words("town")
    yield from alerts_figure(cells, targets, words)
    if cells.tools:
        # One picture for each section would be too many above that: 課別 has them in groups.
        if len(cells.sections) <= MOST_TOGETHER:
            yield adoption_figure(cells, targets, words, cells.sections, cells.tools[:1])
        yield tool_figure(cells, targets, TOWN, name, words)
    quadrant = quadrant_figure(cells, targets, words)
    if quadrant is not None:
        yield quadrant
    of_series = series_targets_figure(targets.of_series, words)
    if of_series is not None:
        yield of_series
    if "documents" in cells.pairs(TOWN):
        yield share_figure(cells, targets, TOWN, name, "documents", words)
    sheets = sheets_figure(cells, targets, TOWN, name, words)
    if sheets is not None:
        yield sheets


def town_sentence(cells: Cells, targets: Targets, words: Words) -> str:
    """Return the page's main sentence: the use rate of the first tool, its target, the sections at theirs."""
    tool = cells.tools[0]
    series = cells.use(TOWN, tool)
    cell, distance = newest(series), targets.distance(TOWN, tool, series)
    count = reached(cells, targets, tool)
    there, known = count.there, count.known
    if cell is None or distance is None or not known:
        return use_sentence(series, words("town"), tool, words)
    shown, when, note = words.shown(cell.shown), words.month(cell.month), state_note(cell, words)
    target = targets.target(TOWN, tool, cell.month)
    start = words.gettext(
        "In {when}, staff used {tool} on {shown} of working days{note}. ",
        when=when,
        tool=words.inside(words(tool)),
        shown=shown,
        note=note,
    )
    if distance.reach == "reached":
        statement = words.gettext(
            "The town hall is at its target of {target:.0f}%, and so are {there} of {known} sections",
            target=target,
            there=there,
            known=known,
        )
    elif distance.reach == "almost":
        statement = words.gettext(
            "The town hall is about at its target of {target:.0f}%; {there} of {known} sections have reached theirs",
            target=target,
            there=there,
            known=known,
        )
    else:
        statement = words.gettext(
            "The target of {target:.0f}% is {missing} points away; {there} of {known} sections have reached theirs",
            target=target,
            missing=distance.missing,
            there=there,
            known=known,
        )
    return words.sentence(start + statement + count.almost_note(words))


def _paper_lead(cells: Cells, targets: Targets, words: Words) -> list[str]:
    years = targets.outcomes.years(TOWN)
    if years:
        return [year_sentence(years[-1], words)]
    bought = cells.sheets(TOWN, "bought")
    return [] if bought is None else [sheets_sentence(bought, words("town"), "bought", words)]
