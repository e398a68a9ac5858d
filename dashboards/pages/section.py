"""A page for each section: its tools, its adoption, its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cells import newest
from dashboards.movement import movement
from dashboards.pages.figure import Figure, month_table
from dashboards.pages.figures import panel, panel_legends, tool_figure
from dashboards.pages.next_steps import next_figure
from dashboards.pages.overview import overview_tiles
from dashboards.pages.page import Page, section_file
from dashboards.pages.paper import standing_sentence
from dashboards.pages.paper_figures import share_figure, sheets_figure
from dashboards.sentences import share_sentence, use_sentence
from warehouse.release import SMALL

if TYPE_CHECKING:
    from dashboards.aims import Aims
    from dashboards.cells import Cells, Section
    from dashboards.words import Words


def section_page(cells: Cells, aims: Aims, section: Section, words: Words) -> Page:
    """Return the page of one section."""
    name, code = section.name, section.code
    if not _has_values(cells, code):
        return _counted_elsewhere(cells, section, words)
    lead = []
    sentence = words.pick(f"{name}の記録はまだありません。", f"{name}: no records yet.")
    figures = []
    if cells.tools:
        sentence = use_sentence(cells.use(code, cells.tools[0]), name, cells.tools[0], words)
        figures += [
            tool_figure(cells, aims, code, name, words, is_wide=True),
            _tools_apart(cells, aims, section, words),
        ]
    lead += _life(cells, section, words)
    if "documents" in cells.pairs(code):
        lead.append(share_sentence(cells.pair(code, "documents"), name, "documents", words))
        lead.append(standing_sentence(name, movement(cells, code), words))
    figures += [share_figure(cells, code, name, pair, words) for pair in cells.pairs(code)]
    sheets = sheets_figure(cells, code, name, words)
    if sheets is not None:
        figures.append(sheets)
    steps = next_figure(cells, aims, code, words)
    if steps is not None:
        figures.append(steps)
    places = [other.code for other in cells.sections]
    at = places.index(code)
    near = [cells.sections[k] for k in (at - 1, at + 1) if 0 <= k < len(places)]
    return Page(
        section_file(code),
        "sections.html",
        name,
        sentence,
        tuple(lead),
        overview_tiles(cells, code, words),
        tuple(figures),
        crumbs=(("sections.html", words.pick("課別", "Sections")),),
        links_title=words.pick("となりの課", "Neighbouring sections"),
        links=tuple((section_file(other.code), other.name) for other in near),
    )


def _has_values(cells: Cells, code: str) -> bool:
    """Tell whether anything of the section is shown at all."""
    shares = [cells.use(code, tool) for tool in cells.tools]
    shares += [cells.pair(code, pair) for pair in cells.pairs(code)]
    shares += [*cells.paper(code, "bought").values(), *cells.paper(code, "printed").values()]
    return any(newest(series) is not None for series in shares)


def _counted_elsewhere(cells: Cells, section: Section, words: Words) -> Page:
    """Return the page of a section that does not stand alone: why, and where it is counted."""
    name = section.name
    series = cells.use(section.code, cells.tools[0]) if cells.tools else ()
    uses = [(words(tool), cells.use(section.code, tool)) for tool in cells.tools]
    table = month_table(
        "tools-wide-table",
        words.pick("ツール別の利用日率の表", "Table: use rate by tool"),
        cells.months,
        uses,
        words,
    )
    places = [other for other in cells.sections if other.code == SMALL]
    return Page(
        section_file(section.code),
        "sections.html",
        name,
        use_sentence(series, name, cells.tools[0], words)
        if cells.tools
        else words.pick(f"{name}の記録はまだありません。", f"{name}: no records yet."),
        tuple(_life(cells, section, words)),
        figures=(
            Figure(
                "tools-wide",
                words.pick("公表していない数字", "Figures that are not shown"),
                tables=(table,),
                terms=("small", "withheld"),
            ),
        )
        if uses
        else (),
        crumbs=(("sections.html", words.pick("課別", "Sections")),),
        links_title=words.pick("いっしょに数えているところ", "Where it is counted")
        if places
        else "",
        links=tuple((section_file(other.code), other.name) for other in places),
    )


def _life(cells: Cells, section: Section, words: Words) -> list[str]:
    """Return what became of a section that no longer is."""
    if section.to_on is None:
        return []
    last = words.day(section.to_on)
    heir = next((s.name for s in cells.sections if s.code == section.successor), None)
    if heir is None:
        return [words.pick(f"この課は{last}までです。", f"This section ended on {last}.")]
    return [
        words.pick(
            f"この課は{last}までで、仕事は{heir}に移りました。",
            f"This section ended on {last}; its work went to {heir}.",
        )
    ]


def _tools_apart(cells: Cells, aims: Aims, section: Section, words: Words) -> Figure:
    code, key = section.code, "spread-use"
    panels = tuple(
        panel(cells, aims, code, tool, (words(tool), ""), (key, column), words)
        for column, tool in enumerate(cells.tools, start=1)
    )
    uses = [(words(tool), cells.use(code, tool)) for tool in cells.tools]
    tried = [(words(tool), cells.activation(code, tool)) for tool in cells.tools]
    return Figure(
        "spread",
        words.pick("ツールごとの広がり", "Tool by tool"),
        words.pick(
            "使ったことのある人は増えていても、ふだん使う日が少なければ線は低いままです。",
            "Where many have tried a tool and few use it day by day, the line stays low.",
        ),
        panels=panels,
        legends=panel_legends(aims, words),
        tables=(
            month_table(
                key, words.pick("利用日率の表", "Table: use rate"), cells.months, uses, words
            ),
            month_table(
                "spread-tried",
                words.pick(
                    "使ったことのある職員の割合の表", "Table: share of staff who have used it"
                ),
                cells.months,
                tried,
                words,
            ),
        ),
    )
