"""Makes the cards on depth of use in the whole town hall: segments, retention, milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import (
    DataTable,
    Drawing,
    Figure,
    Line,
    TableCell,
    ToolFigure,
    inline_svg,
    month_table,
)
from dashboards.cards.card.parts import basis, two_pictures
from dashboards.cards.card.young import once_grown
from dashboards.charts.adoption import TOOL_LINES_HALF, TOOL_LINES_NARROW, draw_tools
from dashboards.charts.segments import (
    SEGMENTS_NARROW,
    SEGMENTS_WIDE,
    draw_segments,
)
from dashboards.read.series.cell import Cell
from dashboards.read.series.cells import newest
from dashboards.read.series.course import has_course
from dashboards.sentences.findings import excluded_note, expected_sentence
from dashboards.sentences.sentences import is_plain, state_note
from dashboards.text.catalogue import gettext_noop
from warehouse.release.tables.release import SEGMENTS, TOWN
from warehouse.release.tables.rounding import Range

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboards.read.outcomes import Milestone
    from dashboards.read.series.cells import Cells, Series
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words

_SEGMENT_WORDS = {
    "power": gettext_noop("power"),
    "habitual": gettext_noop("habitual"),
    "novice": gettext_noop("novice"),
    "low": gettext_noop("low"),
    "none": gettext_noop("none"),
}
_MILESTONES = (16, 50, 84)


def engagement_figures(cells: Cells, targets: Targets, words: Words) -> tuple[Figure, ...]:
    """Return the cards that have something to show."""
    found = (
        _segments_figure(cells, words),
        _retention_figure(cells, words),
        _milestones_figure(cells, targets, words),
    )
    return tuple(figure for figure in found if figure is not None)


def _parts(cells: Cells, tool: str) -> dict[str, Series]:
    return {segment: cells.measure("segment_month", TOWN, tool, segment) for segment in SEGMENTS}


def segment_sentence(parts: Mapping[str, Series], tool: str, words: Words) -> str:
    """Return the shares of staff with a habit of the tool and without any use, in the newest month."""
    none = newest(parts["none"])
    if none is None or _habit(parts) is None:
        return words.gettext("{tool}: how the staff divide cannot be told yet.", tool=words(tool))
    share = _habit_words(parts, words)
    return words.gettext(
        "{tool}: a habit of {share} of staff, not used by {none} ({month}{note}, steps of 5%).",
        tool=words(tool),
        share=share,
        none=words.shown(none.shown),
        month=words.month(none.month),
        note=state_note(none, words),
    )


def _segments_figure(cells: Cells, words: Words) -> Figure | None:
    series_by_tool = {
        tool: parts
        for tool in cells.tools
        if newest((parts := _parts(cells, tool))["none"]) is not None
    }
    if not series_by_tool:
        return None
    segment_words = {key: words.gettext(text) for key, text in _SEGMENT_WORDS.items()}
    return Figure(
        "segments",
        _segments_title(series_by_tool, words),
        words.gettext(
            "Whole town hall. A habit is use in 9 of 12 weeks. The darker, the more use. Edges stand in the middle of what is known of them."
        ),
        choices=tuple(
            ToolFigure(tool, words(tool), _segments(cells, tool, parts, segment_words, words))
            for tool, parts in series_by_tool.items()
        ),
        terms=("habit", "segments"),
        basis=basis(cells, words, next(iter(series_by_tool.values()))["none"]),
    )


def _habit(parts: Mapping[str, Series]) -> Range | None:
    """Return the share of staff, in per cent, for whom the tool is a habit: habitual and power users together."""
    cell = newest(parts["habitual"])
    return cell.from_top if cell else None


def _habit_words(parts: Mapping[str, Series], words: Words) -> str:
    """Return that share as text, in the form used for the whole town hall."""
    low, high = _habit(parts) or (0, 0)
    return (
        words.about(f"{low:.0f}%")
        if low == high
        else words.joined_range(f"{low:.0f}", f"{high:.0f}%")
    )


def _segments_title(series_by_tool: Mapping[str, Mapping[str, Series]], words: Words) -> str:
    """Return the share of staff for whom the most habitual tool is a habit."""
    tool = max(series_by_tool, key=lambda one: (_habit(series_by_tool[one]) or Range.at(0)).middle)
    share = _habit_words(series_by_tool[tool], words)
    return words.gettext("{tool} is a habit of {share} of staff", tool=words(tool), share=share)


def _segments(
    cells: Cells,
    tool: str,
    parts: Mapping[str, Series],
    segment_words: Mapping[str, str],
    words: Words,
) -> Figure:
    summary = segment_sentence(parts, tool, words)
    key = f"segments-{tool}-table"
    table = month_table(
        key,
        words.gettext("Table: {tool}, how staff divide", tool=words(tool)),
        cells.months,
        [(segment_words[segment], parts[segment]) for segment in SEGMENTS],
        words,
    )
    drawings = tuple(
        Drawing(
            inline_svg(
                draw_segments(cells.months, parts, segment_words, words, size),
                size,
                summary,
                table=key,
                columns=range(1, len(SEGMENTS) + 1),
            ),
            use,
        )
        for size, use in ((SEGMENTS_WIDE, "wide"), (SEGMENTS_NARROW, "narrow"))
    )
    figure = Figure(f"segments-{tool}", "", note=summary, drawings=drawings, tables=(table,))
    return once_grown(figure, parts.values(), words)


def _retention_figure(cells: Cells, words: Words) -> Figure | None:
    series = {tool: cells.measure("retention_month", TOWN, tool) for tool in cells.tools}
    valued = {tool: line for tool, line in series.items() if newest(line) is not None}
    if not valued:
        return None
    newest_cells = [
        (words(tool), newest(line) or Cell(cells.months[0])) for tool, line in valued.items()
    ]
    drawn = {tool: line for tool, line in valued.items() if _can_be_drawn(line)}
    when = words.month(newest_cells[0][1].month)
    summary = words.gettext(
        "Of those who used it in its first month, the share who used it in {when}; where need be as a band.",
        when=when,
    )
    table = month_table(
        "retention-table",
        words.gettext("Table: share who still use it"),
        cells.months,
        [(words(tool), line) for tool, line in series.items()],
        words,
    )
    figure = Figure(
        "retention",
        _retention_title([cell for _, cell in newest_cells], len(series), words),
        summary,
        two_pictures(
            lambda size: draw_tools(cells.months, drawn, words, size),
            TOOL_LINES_HALF,
            TOOL_LINES_NARROW,
            summary,
            table.key,
            range(1, len(series) + 1),
        )
        if drawn
        else (),
        lines=tuple(
            Line("open", words.titled(name, words.shown(cell.shown) + excluded_note(cell, words)))
            for name, cell in newest_cells
        ),
        tables=(table,),
        terms=("retention",),
        basis=basis(cells, words, next(iter(valued.values()))),
        is_half=True,
    )
    return once_grown(figure, valued.values(), words)


def _can_be_drawn(series: Series) -> bool:
    """Tell whether a line would say no more than was released; for a band such as 60 to 100 % it would."""
    cell = newest(series)
    return cell is not None and not cell.bound and is_plain(cell) and has_course(series)


def _retention_title(newest_cells: Sequence[Cell], tools: int, words: Words) -> str:
    """Return the statement that holds for every tool with a figure: the low end of the lowest band.

    Where a band is wide it says what is ruled out: 40% or more would be read as 40%, where it may be all.
    """
    least = min((cell.low or 0) for cell in newest_cells)
    if any(cell.bound for cell in newest_cells):
        return words.gettext(
            "Of those who began, no tool is used by less than {least:.0f}% still, as far as bands tell",
            least=least,
        )
    if len(newest_cells) < tools:
        return words.gettext(
            "Of those who began, {least:.0f}% or more still use each tool that has figures",
            least=least,
        )
    return words.gettext(
        "Of those who began, {least:.0f}% or more still use each tool", least=least
    )


def _milestones_title(rows: Sequence[Mapping[int, Milestone]], words: Words) -> str:
    """Return how many tools have certainly passed the highest milestone that any tool has passed."""
    for milestone in reversed(_MILESTONES):
        there = sum(
            (one := row.get(milestone)) is not None and one.month is not None for row in rows
        )
        if there == len(rows):
            return words.gettext(
                "More than {milestone}% of staff have begun with each tool", milestone=milestone
            )
        if there:
            return words.gettext(
                "More than {milestone}% of staff have begun with {there} of {count} tools",
                milestone=milestone,
                there=there,
                count=len(rows),
            )
    return words.gettext(
        "No tool is known to have been begun by more than {milestone}% of staff yet",
        milestone=_MILESTONES[0],
    )


def _milestones_figure(cells: Cells, targets: Targets, words: Words) -> Figure | None:
    rows: list[tuple[str, tuple[TableCell, ...]]] = []
    lines: list[Line] = []
    for tool in cells.tools:
        found = targets.outcomes.milestones(TOWN, tool)
        if found:
            rows.append((words(tool), tuple(_reached(found.get(m), words) for m in _MILESTONES)))
        text = expected_sentence(targets.outcomes.fit(TOWN, tool), tool, cells.as_of, words)
        if text:
            lines.append(Line("open", text))
    if not rows and not lines:
        return None
    head = tuple(words.gettext("{milestone}% of staff", milestone=m) for m in _MILESTONES)
    table = DataTable(
        "milestones-table",
        words.gettext("Table: milestones"),
        (words.gettext("Tool"), *head),
        tuple(rows),
        is_open=True,
    )
    return Figure(
        "milestones",
        _milestones_title([targets.outcomes.milestones(TOWN, tool) for tool in cells.tools], words),
        words.gettext(
            "The month in which staff who had used it surely passed 16, 50 and 84%. Months ahead are estimates."
        ),
        lines=tuple(lines),
        tables=(table,) if rows else (),
        terms=("milestone", "expected"),
        basis=basis(cells, words, cells.activation(TOWN, cells.tools[0])),
        is_half=True,
    )


def _reached(milestone: Milestone | None, words: Words) -> TableCell:
    if milestone is None:
        return TableCell(words.pgettext("of an item", "not yet"), "none")
    if milestone.month is not None:
        return TableCell(words.month(milestone.month))
    return TableCell(words.gettext("perhaps"), "none")
