"""Makes the page 課別: every section with its newest figures and a link to its page."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dashboards.cards.card.figure import (
    Drawing,
    Figure,
    Legend,
    ToolFigure,
    inline_svg,
    month_table,
)
from dashboards.cards.card.page import Page, section_file
from dashboards.cards.use.adoption import adoption_figure, adoption_title, reached
from dashboards.cards.use.changes import changes_figure
from dashboards.charts.heat import STEPS, draw_heat, heat_size, steps_around
from dashboards.pages.sections.groups import MOST_TOGETHER, group_figures, group_pages
from dashboards.pages.sections.section_table import section_table_figure
from dashboards.read.series.cells import newest
from dashboards.read.series.course import has_course
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.series.cells import Cells, PublishedGroup
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


_MOST_NAMED = 6
"""Maximum number of small sections named; a longer sentence would not be read to its end."""


def sections_page(cells: Cells, targets: Targets, words: Words) -> Page:
    """Return the page with the list of sections."""
    sentence = shown_sentence(cells, words)
    figures: list[Figure] = []
    lead: tuple[str, ...] = ()
    if cells.tools and reached(cells, targets, cells.tools[0]).known:
        lead, sentence = (
            (sentence,),
            words.sentence(adoption_title(cells, targets, cells.tools[0], words)),
        )
    if cells.tools:
        figures.append(section_table_figure(cells, targets, cells.sections, words))
    if is_grouped := len(cells.sections) > MOST_TOGETHER:
        figures += group_figures(cells.sections, words)
    elif cells.tools:
        figures.append(adoption_figure(cells, targets, words, cells.sections, cells.tools))
        figures += heat_figure(cells, targets, cells.sections, words)
    return Page(
        "sections.html",
        "sections.html",
        words.pgettext("page", "Sections"),
        sentence,
        lead,
        figures=tuple(figures),
        links_title=_links_title(cells, words, is_grouped=is_grouped),
        links=_links(cells, words, is_grouped=is_grouped),
    )


def _links(cells: Cells, words: Words, *, is_grouped: bool) -> tuple[tuple[str, str], ...]:
    """Return the pages of today's sections (unless they are in groups), then of sections that have ended."""
    now = () if is_grouped else cells.sections
    ended = tuple(one for one in cells.all_sections if one not in cells.sections)
    note = words.note(words.gettext("ended"))
    return (
        *((section_file(one.code), one.name) for one in now),
        *((section_file(one.code), f"{one.name}{note}") for one in ended),
    )


def _links_title(cells: Cells, words: Words, *, is_grouped: bool) -> str:
    return words.gettext("Choose a section") if _links(cells, words, is_grouped=is_grouped) else ""


def shown_sentence(cells: Cells, words: Words) -> str:
    """Return how many sections are shown one by one, and where the others are counted.

    Pages count groups with figures; the small sections together are one group.
    """
    own = [section for section in cells.sections if section.code != SMALL]
    shown = [s for s in cells.sections if cells.tools and newest(cells.use(s.code, cells.tools[0]))]
    elsewhere = [section for section in own if section not in shown]
    if not shown:
        return words.gettext("There are no figures by section yet.")
    if not elsewhere:
        return words.gettext("Figures of all {count} sections are published.", count=len(own))
    named = words.listed(s.name for s in elsewhere[:_MOST_NAMED])
    if len(elsewhere) > _MOST_NAMED:
        named = words.gettext("{named} and others", named=named)
    alone = len(own) - len(elsewhere)
    if len(shown) == alone:
        return words.gettext(
            "Figures of {alone} of {sections} sections on the roster are published; {small} small ones ({named}) are not shown.",
            alone=alone,
            sections=len(own),
            small=len(elsewhere),
            named=named,
        )
    return words.gettext(
        "Of {sections} sections on the roster {alone} are shown one by one; {small} small ones ({named}) are counted together as “Small sections”, which makes {groups}.",
        sections=len(own),
        alone=alone,
        small=len(elsewhere),
        named=named,
        groups=len(shown),
    )


def sections_pages(cells: Cells, targets: Targets, words: Words) -> tuple[Page, ...]:
    """Return the list of sections; if there are many, also a page for each group of them."""
    page = sections_page(cells, targets, words)
    if len(cells.sections) <= MOST_TOGETHER or not cells.tools:
        return (page,)
    return (
        page,
        *group_pages(
            cells.sections,
            lambda group: (
                *heat_figure(cells, targets, group, words),
                *changes_figure(cells, group, words),
            ),
            words,
        ),
    )


def heat_figure(
    cells: Cells, targets: Targets, sections: Sequence[PublishedGroup], words: Words
) -> tuple[Figure, ...]:
    """Return the heat map of these sections by month, with one choice for each tool; empty without a long enough record."""
    tools = [tool for tool in cells.tools if has_course(cells.use(TOWN, tool))]
    if not tools:
        return ()
    figure = Figure(
        "heat",
        heat_title(cells, targets, sections, words),
        words.gettext(
            "The darker, the more days. Figures: newest final month. Sections as in the roster."
        ),
        legends=(Legend("withheld", words.gettext("Withheld (not 0)")),),
        choices=tuple(
            ToolFigure(tool, words(tool), _heat(cells, targets, sections, tool, words))
            for tool in tools
        ),
    )
    return (figure,)


def _town_target(cells: Cells, targets: Targets, tool: str) -> float | None:
    """Return the whole town hall's target of a tool in its newest final month."""
    cell = newest(cells.use(TOWN, tool))
    return None if cell is None else targets.target(TOWN, tool, cell.month)


def _heat_legends(target: float | None, words: Words) -> tuple[Legend, ...]:
    """Return the legend of the six steps; the one that begins at the target says so."""
    legends = []
    for k, (low, high) in enumerate(pairwise((0, *steps_around(target), 100))):
        word = words.gettext("{low}–{high}%", low=low, high=high)
        if target is not None and low == round(target):
            word += words.note(words.gettext("from the target on"))
        legends.append(Legend(f"heat-{k + 1}", word))
    return tuple(legends)


def _heat(
    cells: Cells, targets: Targets, sections: Sequence[PublishedGroup], tool: str, words: Words
) -> Figure:
    lines = [(words("town"), cells.use(TOWN, tool))]
    lines += [(section.name, cells.use(section.code, tool)) for section in sections]
    caption = words.gettext("Table: {tool} by section and month", tool=words.inside(words(tool)))
    table = month_table(f"heat-{tool}-table", caption, cells.months, lines, words)
    summary = words.gettext(
        "Use rate of {tool} by section and month; the figures are in the table below.",
        tool=words.inside(words(tool)),
    )
    drawings = []
    target = _town_target(cells, targets, tool)
    for is_narrow in (False, True):
        size = heat_size(len(lines), is_narrow=is_narrow)
        svg = inline_svg(
            draw_heat(cells.months, lines, words, size, steps_around(target)),
            size,
            summary,
            table=table.key,
            columns=range(1, len(lines) + 1),
        )
        drawings.append(Drawing(svg, "narrow" if is_narrow else "wide"))
    return Figure(
        f"heat-figure-{tool}",
        "",
        note=_heat_note(cells, targets, sections, tool, words),
        drawings=tuple(drawings),
        legends=_heat_legends(target, words),
        tables=(table,),
    )


def _heat_note(
    cells: Cells, targets: Targets, sections: Sequence[PublishedGroup], tool: str, words: Words
) -> str:
    """Return how many sections are at the tool's target; without one, how many use it nearly every day."""
    if reached(cells, targets, tool).known:
        return words.sentence(adoption_title(cells, targets, tool, words))
    return often_sentence(cells, sections, tool, words)


OFTEN = STEPS[3]
"""Per cent of working days from which a tool counts as used nearly every day."""


def often_sentence(
    cells: Cells, sections: Sequence[PublishedGroup], tool: str, words: Words
) -> str:
    """Return in how many sections a tool is certainly used on four of five days.

    Args:
        cells: the released series.
        sections: the sections to count.
        tool: the tool.
        words: the language.
    """
    often, count = _often(cells, sections, tool)
    return words.gettext(
        "Used on {least}% of working days or more: {often} of {count} sections.",
        least=OFTEN,
        often=often,
        count=count,
    )


def heat_title(
    cells: Cells, targets: Targets, sections: Sequence[PublishedGroup], words: Words
) -> str:
    """Return how many sections are at each tool's target; without targets, that count for the tool with the highest one."""
    found = {tool: reached(cells, targets, tool) for tool in cells.tools}
    told = [
        f"{words(tool)} {words.sections_of(one.there, one.known)}"
        for tool, one in found.items()
        if one.known
    ]
    if told:
        return words.gettext("Sections at their target: {told}", told=words.listed(told))
    counts = {tool: _often(cells, sections, tool) for tool in cells.tools}
    tool = max(counts, key=lambda one: counts[one][0])
    often, count = counts[tool]
    if not count:
        return words.gettext("Use rates by section and month")
    if not often:
        return words.gettext(
            "No section is known to use a tool on {often}% of working days yet", often=OFTEN
        )
    return words.gettext(
        "{tool}: used on {least}% of working days or more in {often} of {count} sections",
        tool=words(tool),
        least=OFTEN,
        often=often,
        count=count,
    )


def _often(cells: Cells, sections: Sequence[PublishedGroup], tool: str) -> tuple[int, int]:
    """Return in how many sections a tool is certainly used that often, and for how many that is known."""
    cells_of_tool = [cell for s in sections if (cell := newest(cells.use(s.code, tool)))]
    return sum((cell.low or 0) >= OFTEN for cell in cells_of_tool), len(cells_of_tool)
