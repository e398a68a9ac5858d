"""Draws one chart of the month from coarse figures, at the width of a page, of half a page or of a mail."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING

from dashboards.charts.drawing.axes import month_signals
from dashboards.charts.drawing.drawing import Size, draw
from dashboards.charts.paper import PAPER_SHARE
from dashboards.newsletter.charts.column_charts import draw_levels, draw_paper
from dashboards.newsletter.charts.frame import ChartPanel, panels_beside
from dashboards.newsletter.charts.kinds import SECTION_BANDS, SECTION_MOVES, TOOL_PANEL
from dashboards.newsletter.charts.outline import text_width
from dashboards.newsletter.coarse import STEP
from dashboards.newsletter.drawn import drawn_tools
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboards.charts.drawing.drawing import ChartKind
    from dashboards.newsletter.coarse import Coarse, CoarseCell
    from dashboards.newsletter.figures import Figures, NewsletterSection
    from dashboards.newsletter.story_selection import Story
    from dashboards.newsletter.wording.phrases import Phrases

WIDE = 712
"""Width in pixels of a chart as wide as the page (178 mm, at a quarter of a millimetre a pixel)."""
HALF = 344
_ROW = 19
_NAME_MOST = 132


def draw_story(story: Story, figures: Figures, phrases: Phrases, width: int) -> str:
    """Return the story's chart as SVG with text, without title or caption; `width` is in pixels.

    Args:
        story: what the chart shows.
        figures: the month's coarse numbers.
        phrases: the language.
        width: width of the chart in pixels.
    """
    return _DRAW[story.kind](story, figures, phrases, width)


def _draw_tools(story: Story, figures: Figures, phrases: Phrases, width: int) -> str:
    tools = drawn_tools(figures)
    columns = min(len(tools), 5 if width >= WIDE else 2)
    gap = 10
    panel_width = math.floor((width - gap * (columns - 1)) / columns)
    size = Size(panel_width, 100, left=38, right=8, top=8, bottom=24)
    labels = phrases.axis_labels(figures.months, short=True, width=size.plot_width)
    signals = month_signals(figures.months, labels)
    dots = [("then", story.since)] if story.since else []
    panels = []
    for tool in tools:
        cells = [figures.cell("use_month", TOWN, tool, month) for month in figures.months]
        rows = _tool_rows(figures, cells, phrases("withheld"))
        rows["dots"] = [
            {"at": figures.months.index(month), "mid": value.middle, "when": when}
            for when, month in [*dots, ("now", figures.month)]
            if (value := figures.cell("use_month", TOWN, tool, month).value) and value.is_point
        ]
        panels.append(
            ChartPanel(
                phrases.tool(tool), phrases.amount(cells[-1]), draw(TOOL_PANEL, size, rows, signals)
            )
        )
    return panels_beside(panels, columns=columns, width=panel_width, height=size.height, gap=gap)


def has_bands(figures: Figures) -> bool:
    """Tell whether any month of a tool's curve is a band wider than a point."""
    values = [
        figures.cell("use_month", TOWN, tool, month).value
        for tool in drawn_tools(figures)
        for month in figures.months
    ]
    return any(value is not None and not value.is_point for value in values)


def _tool_rows(
    figures: Figures, cells: list[CoarseCell], withheld: str
) -> dict[str, list[dict[str, object]]]:
    hidden = _runs([cell.is_withheld for cell in cells])
    return {
        "hidden": [
            {
                "x0": first - 0.5,
                "x1": last + 0.5,
                "at": (first + last) / 2,
                "word": withheld if last - first > len(figures.months) / 4 else "",
            }
            for first, last in hidden
        ],
        # A month is drawn as a point or as a band, not both: a line through a band's middle would say too much.
        "rates": [
            {"at": at, "mid": cell.value.middle if cell.value and cell.value.is_point else None}
            for at, cell in enumerate(cells)
        ],
        "bands": [
            {"x0": at - 0.5, "x1": at + 0.5, "low": cell.value.low, "high": cell.value.high}
            for at, cell in enumerate(cells)
            if cell.value and not cell.value.is_point
        ],
    }


def _runs(flags: list[bool]) -> list[tuple[int, int]]:
    """Return the first and last position of each run of true flags."""
    runs: list[tuple[int, int]] = []
    for at, flag in enumerate(flags):
        if flag and runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        elif flag:
            runs.append((at, at))
    return runs


def _draw_sections(story: Story, figures: Figures, phrases: Phrases, width: int) -> str:
    rows: dict[str, list[dict[str, object]]] = {"moves": [], "dots": [], "bands": []}
    sections = figures.drawn_sections("use_month", story.key, story.since)
    for row, section in enumerate(sections):
        now = figures.cell("use_month", section.code, story.key, figures.month).value
        then = _then(figures, "use_month", section, story)
        # A line to the middle of a band would show a move that is not known.
        if now and then and now.is_point and then.is_point:
            rows["moves"].append({"row": row, "then": then.middle, "now": now.middle})
        for when, value in (("then", then), ("now", now)):
            if value and value.is_point:
                rows["dots"].append({"row": row, "at": value.middle, "when": when})
            elif value:
                band = {"row": row, "low": value.low, "high": value.high, "when": when}
                rows["bands"].append(band)
    return _draw_rows(SECTION_MOVES, rows, "use_month", story, figures, phrases, width)


def _draw_spread(story: Story, figures: Figures, phrases: Phrases, width: int) -> str:
    rows: dict[str, list[dict[str, object]]] = {"now": [], "then": []}
    sections = figures.drawn_sections("activation_month", story.key, story.since)
    for row, section in enumerate(sections):
        now = figures.cell("activation_month", section.code, story.key, figures.month).value
        then = _then(figures, "activation_month", section, story)
        for when, value in (("then", then), ("now", now)):
            if value:
                low = max(0, value.low - STEP / 2) if value.is_one else value.low
                high = min(100, value.high + STEP / 2) if value.is_one else value.high
                rows[when].append({"row": row, "low": low, "high": high})
    return _draw_rows(SECTION_BANDS, rows, "activation_month", story, figures, phrases, width)


def _then(figures: Figures, table: str, section: NewsletterSection, story: Story) -> Coarse | None:
    return figures.then(table, section.code, story.key, story.since).value if story.since else None


def _draw_rows(
    kind: ChartKind,
    rows: dict[str, list[dict[str, object]]],
    table: str,
    story: Story,
    figures: Figures,
    phrases: Phrases,
    width: int,
) -> str:
    sections = figures.drawn_sections(table, story.key, story.since)
    names = [
        {
            "row": row,
            "name": shorten(section.name, _NAME_MOST),
            "word": phrases.amount(figures.cell(table, section.code, story.key, figures.month)),
        }
        for row, section in enumerate(sections)
    ]
    left = max(text_width(str(name["name"]), 12) for name in names) + 12
    right = max(text_width(str(name["word"]), 12, "bold") for name in names) + 12
    count = len(sections)
    size = Size(
        width, 24 + _ROW * count, left=math.ceil(left), right=math.ceil(right), top=22, bottom=2
    )
    return draw(kind, size, {**rows, "names": names}, {"rows": count})


def shorten(name: str, most: float) -> str:
    """Return the name, shortened with an ellipsis if it is wider than `most` pixels at 12 pixels an em."""
    if text_width(name, 12) <= most:
        return name
    while name and text_width(name + "…", 12) > most:
        name = name[:-1]
    return name + "…"


def _draw_pair(story: Story, figures: Figures, phrases: Phrases, width: int) -> str:
    cells = [figures.cell("paper_digital_month", TOWN, story.key, m) for m in figures.months]
    rows = _tool_rows(figures, cells, phrases("withheld"))
    del rows["rates"], rows["bands"]
    values = [(at, cell.value) for at, cell in enumerate(cells) if cell.value]
    rows["months"] = [
        {"x0": at - 0.5, "x1": at + 0.5, "zero": 0, "low": v.low, "high": v.high, "all": 100}
        for at, v in values
    ]
    marks = {"provisional": "mark_provisional", "incomplete": "mark_incomplete"}
    # Neighbouring months of one state share a mark, because two would overlap.
    runs = groupby(enumerate(cells), key=lambda place: place[1].state if place[1].value else "")
    spans = [(state, [at for at, _ in run]) for state, run in runs if state in marks]
    rows["marks"] = [
        {"at": (at[0] + at[-1]) / 2, "word": phrases(marks[state])} for state, at in spans
    ]
    last = values[-1][1].middle
    end = len(figures.months) - 0.5
    rows["names"] = [
        {
            "at": end,
            "mid": max(6, last / 2),
            "side": "digital",
            "word": phrases.side("digital", story.key),
        },
        {
            "at": end,
            "mid": min(94, 50 + last / 2),
            "side": "paper",
            "word": phrases.side("paper", story.key),
        },
    ]
    right = max(text_width(str(name["word"]), 12, "bold") for name in rows["names"]) + 8
    size = Size(width, 168, left=40, right=math.ceil(right), top=12, bottom=26)
    labels = phrases.axis_labels(figures.months, short=width < WIDE)
    return draw(PAPER_SHARE, size, rows, month_signals(figures.months, labels))


_DRAW: dict[str, Callable[[Story, Figures, Phrases, int], str]] = {
    "tools": _draw_tools,
    "sections": _draw_sections,
    "spread": _draw_spread,
    "pair": _draw_pair,
    "paper": draw_paper,
    "levels": draw_levels,
}
