"""Makes the page 紙とデジタル: paper of the year, replacing or adding, every pair, and sheets bought and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.page import Page
from dashboards.cards.paper.paper_year import difference_figure, year_figure
from dashboards.cards.paper.quadrant import quadrant_figure
from dashboards.cards.paper.shares_and_sheets import share_figure, sheets_figure
from dashboards.cards.use.trends import FAXES, measure_figure
from dashboards.sentences.findings import quadrant_sentence
from dashboards.sentences.paper_words import year_sentence
from dashboards.sentences.sentences import share_sentence, sheets_sentence
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


def paper_page(cells: Cells, targets: Targets, words: Words) -> Page:
    """Return the page on paper and digital."""
    name = words("town")
    sentence = words.gettext("There are no records of paper and digital yet.")
    lead = []
    pairs = cells.pairs(TOWN)
    if pairs:
        sentence = share_sentence(cells.pair(TOWN, pairs[0]), name, pairs[0], words)
    years = targets.outcomes.years(TOWN)
    bought = cells.sheets(TOWN, "bought")
    if years:
        lead.append(year_sentence(years[-1], words))
    elif bought is not None:
        lead.append(sheets_sentence(bought, name, "bought", words))
    if "documents" in pairs:
        lead.append(quadrant_sentence(name, targets.outcomes.quadrant(TOWN), words))
    figures = (
        year_figure(cells, targets, words),
        quadrant_figure(cells, targets, words),
        sheets_figure(cells, targets, TOWN, name, words),
        difference_figure(cells, targets, words),
        *(share_figure(cells, targets, TOWN, name, pair, words) for pair in pairs),
        measure_figure(cells, targets, TOWN, name, FAXES, words),
    )
    return Page(
        "paper.html",
        "paper.html",
        words.pgettext("page", "Paper and digital"),
        sentence,
        tuple(lead),
        figures=tuple(figure for figure in figures if figure is not None),
    )
