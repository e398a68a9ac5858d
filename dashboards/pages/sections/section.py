"""Makes the page of one section."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dashboards.cards.card.figure import Figure, month_table
from dashboards.cards.card.marks import action_marks, use_series
from dashboards.cards.card.page import Page, section_file
from dashboards.cards.card.parts import (
    basis,
    gap_title,
    panel,
    panel_legends,
    tool_figure,
)
from dashboards.cards.card.young import once_grown
from dashboards.cards.paper.pairs import pairs_figure
from dashboards.cards.paper.quadrant import quadrant_figure
from dashboards.cards.paper.shares_and_sheets import share_figure, sheets_figure
from dashboards.pages.handover import items_figure
from dashboards.pages.sections.next_steps import next_figure, outlook_figure
from dashboards.pages.sections.own_record import own_figures
from dashboards.pages.tiles import section_tiles
from dashboards.pages.work import section_work_figure
from dashboards.read.series.cells import newest
from dashboards.sentences.findings import quadrant_sentence
from dashboards.sentences.sentences import share_sentence, tool_compared, use_sentence
from warehouse.release.tables.release import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboards.read.series.cells import Cells, PublishedGroup
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


def section_page(cells: Cells, targets: Targets, section: PublishedGroup, words: Words) -> Page:
    """Return the page of one section.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: the section.
        words: the language.
    """
    name, code = section.name, section.code
    if not _has_values(cells, code):
        return _counted_elsewhere(cells, targets, section, words)
    sentence = words.gettext("{name}: no records yet.", name=name)
    lead = _life(cells, section, words)
    if cells.tools:
        sentence = section_sentence(cells, targets, section, words)
        lead.append(tool_compared(cells.use(code, cells.tools[0]), cells.tools[0], words))
    if "documents" in cells.pairs(code):
        lead.append(share_sentence(cells.pair(code, "documents"), name, "documents", words))
        quadrant = targets.outcomes.quadrant(code)
        is_reorganised = targets.outcomes.is_reorganised(code)
        lead.append(quadrant_sentence(name, quadrant, words, is_reorganised=is_reorganised))
    near = _neighbours(cells, code)
    return Page(
        section_file(code),
        "sections.html",
        name,
        sentence,
        tuple(line for line in lead if line),
        section_tiles(cells, targets, code, words),
        tuple(_figures(cells, targets, section, words)),
        crumbs=(("sections.html", words.pgettext("page", "Sections")),),
        links_title=words.gettext("Neighbouring sections"),
        links=tuple((section_file(other.code), other.name) for other in near),
    )


def section_sentence(cells: Cells, targets: Targets, section: PublishedGroup, words: Words) -> str:
    """Return the section's use rate of the first tool, and how far its target is.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: the section.
        words: the language.
    """
    tool = cells.tools[0]
    series = cells.use(section.code, tool)
    cell, distance = newest(series), targets.distance(section.code, tool, series)
    now = use_sentence(series, section.name, tool, words, is_compared=False)
    target = targets.target(section.code, tool, cell.month) if cell else None
    if distance is None or target is None:
        return now
    if distance.reach == "reached":
        return now + words.following(
            words.gettext("The target of {target:.0f}% is reached.", target=target)
        )
    if distance.reach == "almost":
        return now + words.following(
            words.gettext("That is about the target of {target:.0f}%.", target=target)
        )
    return now + words.following(
        words.gettext(
            "The target of {target:.0f}% is {missing} points away.",
            target=target,
            missing=distance.missing,
        )
    )


def _figures(
    cells: Cells, targets: Targets, section: PublishedGroup, words: Words
) -> Iterable[Figure]:
    name, code = section.name, section.code
    pairs = cells.pairs(code)
    found = [
        next_figure(cells, targets, code, words),
        items_figure(cells, targets, code, words),
    ]
    if cells.tools:
        found += [
            tool_figure(cells, targets, code, name, words, is_wide=True),
            _tools_apart(cells, targets, section, words),
            outlook_figure(cells, targets, code, words),
        ]
    found.append(quadrant_figure(cells, targets, words, own=code))
    if "documents" in pairs:
        found.append(share_figure(cells, targets, code, name, "documents", words))
    found += [
        pairs_figure(cells, code, name, words),
        sheets_figure(cells, targets, code, name, words),
        section_work_figure(cells, code, words),
    ]
    return [figure for figure in found if figure is not None]


def _has_values(cells: Cells, code: str) -> bool:
    """Tell whether the release shows any use rate, share or sheets of the section."""
    shares = [cells.use(code, tool) for tool in cells.tools]
    shares += [cells.pair(code, pair) for pair in cells.pairs(code)]
    shares += [*cells.paper(code, "bought").values(), *cells.paper(code, "printed").values()]
    return any(newest(series) is not None for series in shares)


def _counted_elsewhere(
    cells: Cells, targets: Targets, section: PublishedGroup, words: Words
) -> Page:
    """Return the page of a section without figures of its own: what is its own, and where it is counted.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: the section.
        words: the language.
    """
    name = section.name
    series = cells.use(section.code, cells.tools[0]) if cells.tools else ()
    ended = _life(cells, section, words)
    code = section.successor if ended else SMALL
    places = [other for other in cells.sections if other.code == code]
    sentence = words.gettext("{name}: no records yet.", name=name)
    if cells.tools:
        sentence = use_sentence(series, name, cells.tools[0], words)
    title = words.gettext("Where it is counted")
    if ended:
        title = words.gettext("Where its work went")
    return Page(
        section_file(section.code),
        "sections.html",
        name,
        ended[0] if ended else sentence,
        figures=own_figures(cells, targets, section.code, words, is_small=code == SMALL),
        crumbs=(("sections.html", words.pgettext("page", "Sections")),),
        links_title=title if places else "",
        links=tuple((section_file(other.code), other.name) for other in places),
    )


def _neighbours(cells: Cells, code: str) -> list[PublishedGroup]:
    """Return the sections before and after it in today's roster; none for a section that has ended."""
    places = [other.code for other in cells.sections]
    if code not in places:
        return []
    at = places.index(code)
    return [cells.sections[k] for k in (at - 1, at + 1) if 0 <= k < len(places)]


def _life(cells: Cells, section: PublishedGroup, words: Words) -> list[str]:
    """Return when a section ended and which section succeeded it; empty for a section of today."""
    if section.to_on is None or section in cells.sections:
        return []
    last = words.day(section.to_on)
    heir = next((s.name for s in cells.all_sections if s.code == section.successor), None)
    if heir is None:
        return [words.gettext("This section ended on {last}.", last=last)]
    return [
        words.gettext(
            "This section ended on {last}; its work went to {heir}.", last=last, heir=heir
        )
    ]


def _tools_apart(cells: Cells, targets: Targets, section: PublishedGroup, words: Words) -> Figure:
    code, key = section.code, "spread-use"
    panels = tuple(
        panel(cells, targets, code, tool, (words(tool), ""), (key, column), words)
        for column, tool in enumerate(cells.tools, start=1)
    )
    uses = [(words(tool), cells.use(code, tool)) for tool in cells.tools]
    tables = [month_table(key, words.gettext("Table: use rate"), cells.months, uses, words)]
    for table, name, caption in (
        (
            "activation_month",
            "spread-tried",
            words.gettext("Table: share of staff who have used it"),
        ),
        (
            "habitual_month",
            "spread-habit",
            words.gettext("Table: share of staff with the habit"),
        ),
    ):
        series_of = (
            cells.activation if table == "activation_month" else partial(cells.measure, table)
        )
        columns = [(words(tool), series_of(code, tool)) for tool in cells.tools]
        if any(cell.state != "none" for _, series in columns for cell in series):
            tables.append(month_table(name, caption, cells.months, columns, words))
    figure = Figure(
        "spread",
        gap_title(cells, code, words),
        words.gettext(
            "Where many have tried a tool (band) and few use it day by day (line), the line stays low."
        ),
        panels=panels,
        legends=panel_legends(cells, targets, (code,), words),
        marks=action_marks(cells, targets, (code,), use_series(cells.tools), words),
        tables=tuple(tables),
        terms=("use-rate", "activated", "band"),
        basis=basis(cells, words, cells.use(code, cells.tools[0])),
    )
    return once_grown(figure, (series for _, series in uses), words, note="")
