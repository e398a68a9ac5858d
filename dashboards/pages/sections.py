"""課別: every section with its newest figures and the way to its page."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dashboards.cells import newest
from dashboards.charts.heat import STEPS, draw_heat, heat_size
from dashboards.pages.adoption import adoption_figure, adoption_title, reached
from dashboards.pages.figure import Choice, Drawing, Figure, Legend, inline_svg, month_table
from dashboards.pages.glance import glance_figure
from dashboards.pages.groups import MOST_TOGETHER, group_figures, group_pages
from dashboards.pages.page import Page, section_file
from dashboards.pages.tools import changes_figure
from warehouse.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.aims import Aims
    from dashboards.cells import Cells, Section
    from dashboards.words import Words


def sections_page(cells: Cells, aims: Aims, words: Words) -> Page:
    """Return the list of sections."""
    shown = [s for s in cells.sections if cells.tools and newest(cells.use(s.code, cells.tools[0]))]
    sentence = words.pick("課ごとの記録はまだありません。", "There are no figures by section yet.")
    if shown:
        sentence = words.pick(
            f"{len(cells.sections)}の課のうち{len(shown)}課の数字を公表しています。",
            f"Figures of {len(shown)} of {len(cells.sections)} sections are published.",
        )
        if len(shown) == len(cells.sections):
            sentence = words.pick(
                f"{len(shown)}の課すべての数字を公表しています。",
                f"Figures of all {len(shown)} sections are published.",
            )
    figures: list[Figure] = []
    lead: tuple[str, ...] = ()
    if cells.tools and sum(reached(cells, aims, cells.tools[0])):
        lead, sentence = (
            (sentence,),
            f"{adoption_title(cells, aims, cells.tools[0], words)}{words.pick('。', '.')}",
        )
    if cells.tools:
        figures.append(glance_figure(cells, aims, cells.sections, words))
    if is_grouped := len(cells.sections) > MOST_TOGETHER:
        figures += group_figures(cells.sections, words)
    elif cells.tools:
        figures.append(adoption_figure(cells, aims, words, cells.sections, cells.tools))
        figures.append(heat_figure(cells, cells.sections, words))
    return Page(
        "sections.html",
        "sections.html",
        words.pick("課別", "Sections"),
        sentence,
        lead,
        figures=tuple(figures),
        links_title="" if is_grouped else words.pick("課を選ぶ", "Choose a section"),
        links=() if is_grouped else tuple((section_file(s.code), s.name) for s in cells.sections),
    )


def sections_pages(cells: Cells, aims: Aims, words: Words) -> tuple[Page, ...]:
    """Return the list of sections; where there are many, also a page for each group of them."""
    page = sections_page(cells, aims, words)
    if len(cells.sections) <= MOST_TOGETHER or not cells.tools:
        return (page,)
    return (
        page,
        *group_pages(
            cells.sections,
            lambda group: (heat_figure(cells, group, words), changes_figure(cells, group, words)),
            words,
        ),
    )


def heat_figure(cells: Cells, sections: Sequence[Section], words: Words) -> Figure:
    """Return the heat map of these sections by months, with one choice a tool."""
    edges = (0, *STEPS, 100)
    legends = [
        Legend(
            f"heat-{k + 1}",
            words.pick(f"{low}〜{high}%", f"{low}–{high}%"),
        )
        for k, (low, high) in enumerate(pairwise(edges))
    ]
    return Figure(
        "heat",
        words.pick("課×月の利用日率", "Use rate by section and month"),
        words.pick(
            "濃いほど多くの日に使っています。右の数字は最新の確定した月。課は名簿の順です。",
            "The darker, the more days. Figures: newest final month. Sections as in the roster.",
        ),
        legends=(
            *legends,
            Legend("withheld", words.pick("非公表（0ではありません）", "Withheld (not 0)")),
        ),
        choices=tuple(
            Choice(tool, words(tool), _heat(cells, sections, tool, words)) for tool in cells.tools
        ),
    )


def _heat(cells: Cells, sections: Sequence[Section], tool: str, words: Words) -> Figure:
    lines = [(words("town"), cells.use(TOWN, tool))]
    lines += [(section.name, cells.use(section.code, tool)) for section in sections]
    caption = words.pick(
        f"{words(tool)}の課×月の表", f"Table: {words(tool).lower()} by section and month"
    )
    table = month_table(f"heat-{tool}-table", caption, cells.months, lines, words)
    summary = words.pick(
        f"課ごと、月ごとの{words(tool)}の利用日率。数字は下の表にあります。",
        f"Use rate of {words(tool).lower()} by section and month; the figures are in the table below.",
    )
    drawings = []
    for is_narrow in (False, True):
        size = heat_size(len(lines), is_narrow=is_narrow)
        svg = inline_svg(draw_heat(cells.months, lines, words, size), size, summary)
        drawings.append(Drawing(svg, "narrow" if is_narrow else "wide"))
    return Figure(
        f"heat-figure-{tool}",
        "",
        note=often_sentence(cells, sections, tool, words),
        drawings=tuple(drawings),
        tables=(table,),
    )


OFTEN = STEPS[3]
"""Per cent of working days: a tool is at hand nearly every day."""


def often_sentence(cells: Cells, sections: Sequence[Section], tool: str, words: Words) -> str:
    """Return in how many sections a tool is surely used on four days of five."""
    told = [cell for s in sections if (cell := newest(cells.use(s.code, tool)))]
    often = sum((cell.low or 0) >= OFTEN for cell in told)
    return words.pick(
        f"働く日の{OFTEN}%以上で使っているのは、{len(told)}課のうち{often}課です。",
        f"Used on {OFTEN}% of working days or more: {often} of {len(told)} sections.",
    )
