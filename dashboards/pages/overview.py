"""全庁のいま: one sentence, four figures, every section's adoption, tools, paper against digital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cells import Cell, Cells, a_year_before, at_month, newest
from dashboards.pages.figure import Choice, Figure, month_table
from dashboards.pages.figures import panel, panel_legends, tool_figure
from dashboards.pages.groups import MOST_TOGETHER
from dashboards.pages.notices import notices_figure
from dashboards.pages.page import Page, Tile, section_file
from dashboards.pages.paper_figures import share_figure, sheets_figure
from dashboards.pages.tools import half_sentence
from dashboards.sentences import share_sentence, sheets_sentence, state_note, use_sentence
from warehouse.release import TOWN

if TYPE_CHECKING:
    from dashboards.aims import Aims
    from dashboards.words import Words
    from warehouse.release import Release


def overview_page(release: Release, cells: Cells, aims: Aims, words: Words) -> Page:
    """Return the first page."""
    name = words("town")
    sentence = words.pick("まだ記録がありません。", "There are no records yet.")
    lead: list[str] = []
    if cells.tools:
        tool = cells.tools[0]
        sentence = use_sentence(cells.use(TOWN, tool), name, tool, words)
    if "documents" in cells.pairs(TOWN):
        lead.append(share_sentence(cells.pair(TOWN, "documents"), name, "documents", words))
    bought = cells.sheets(TOWN, "bought")
    if bought is not None:
        lead.append(sheets_sentence(bought, name, "bought", words))
    figures = []
    if cells.tools:
        if len(cells.sections) > MOST_TOGETHER:
            # A picture each could not be overlooked: 課別 has them in groups.
            lead.append(half_sentence(cells, words))
        else:
            figures.append(adoption_figure(cells, aims, words))
        figures.append(tool_figure(cells, aims, TOWN, name, words))
    if "documents" in cells.pairs(TOWN):
        figures.append(share_figure(cells, TOWN, name, "documents", words))
    sheets = sheets_figure(cells, TOWN, name, words)
    if sheets is not None:
        figures.append(sheets)
    figures.append(notices_figure(release, cells, words))
    return Page(
        "index.html",
        "index.html",
        words.pick("全庁のいま", "The town hall now"),
        sentence,
        tuple(lead),
        overview_tiles(cells, TOWN, words),
        tuple(figures),
    )


def overview_tiles(cells: Cells, section: str, words: Words) -> tuple[Tile, ...]:
    """Return up to four figures: use, activation, digital share, sheets bought."""
    tiles = []
    if cells.tools:
        tool = cells.tools[0]
        use, tried = cells.use(section, tool), cells.activation(section, tool)
        tiles.append(_tile(f"{words(tool)}：{words('use_rate')}", use, words))
        tiles.append(_tile(f"{words(tool)}：{words('activated')}", tried, words))
    if "documents" in cells.pairs(section):
        name = words.pick("文書の扱いのうち電子", "Documents: digital share")
        tiles.append(_tile(name, cells.pair(section, "documents"), words))
    bought = cells.sheets(section, "bought")
    if bought is not None:
        tiles.append(_tile(words("bought"), bought, words, words.pick("枚", "")))
    return tuple(tiles)


def _tile(name: str, series: tuple[Cell, ...], words: Words, unit: str = "") -> Tile:
    cell = newest(series)
    if cell is None:
        is_hidden = any(other.withheld for other in series)
        return Tile(name, words("withheld" if is_hidden else "none"), "")
    before = at_month(series, a_year_before(cell.month))
    note = words.month(cell.month) + state_note(cell, words)
    if before.shown is not None:
        was = words.shown(before.shown) + unit
        note += words.pick(f"・1年前は{was}", f" · a year before {was}")
    return Tile(name, words.shown(cell.shown) + unit, note)


def adoption_figure(cells: Cells, aims: Aims, words: Words) -> Figure:
    """Return the small multiples of all sections, with one choice a tool."""
    order, order_en = "課は名簿の順。", "Sections as in the roster."
    if aims.has_targets:
        order = "目標までの差が大きい順（目標のないツールは名簿の順）。"
        order_en = "Furthest from the target first (as in the roster where there is none)."
    return Figure(
        "adoption",
        words.pick("課ごとの広がり", "How far it has spread, section by section"),
        words.pick(
            f"{order}左上の数字は、最新の確定した月の利用日率。",
            f"{order_en} The figure is the use rate of the newest final month.",
        ),
        legends=panel_legends(aims, words),
        terms=("use-rate", "activated", "band", "withheld"),
        choices=tuple(
            Choice(tool, words(tool), _choice(cells, aims, tool, words)) for tool in cells.tools
        ),
    )


def _place(distance: float | None) -> tuple[bool, float]:
    return (distance is None, distance or 0)


def _choice(cells: Cells, aims: Aims, tool: str, words: Words) -> Figure:
    named = [(TOWN, words("town"), "")]
    distance = {
        s.code: aims.distance(s.code, tool, cells.use(s.code, tool)) for s in cells.sections
    }
    # Furthest from the target first, where there is one; else (and among equals) as in the roster.
    ordered = sorted(cells.sections, key=lambda s: _place(distance[s.code]))
    named += [(s.code, s.name, section_file(s.code)) for s in ordered]
    key = f"use-{tool}"
    panels = tuple(
        panel(cells, aims, code, tool, (name, link), (key, column), words)
        for column, (code, name, link) in enumerate(named, start=1)
    )
    uses = [(name, cells.use(code, tool)) for code, name, _ in named]
    tried = [(name, cells.activation(code, tool)) for code, name, _ in named]
    caption = words.pick(f"{words(tool)}の利用日率の表", f"Table: use rate, {words(tool).lower()}")
    other = words.pick(
        f"{words(tool)}を使ったことのある職員の割合の表",
        f"Table: share of staff who have used {words(tool).lower()}",
    )
    return Figure(
        f"adoption-{tool}",
        "",
        panels=panels,
        tables=(
            month_table(key, caption, cells.months, uses, words),
            month_table(f"tried-{tool}", other, cells.months, tried, words),
        ),
    )
