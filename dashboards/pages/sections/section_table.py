"""Makes the table of all sections: use, target, pace, paper, hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Figure, TableCell, value_cell
from dashboards.cards.card.page import section_file
from dashboards.cards.card.parts import basis, distance_words
from dashboards.cards.use.adoption import furthest_first
from dashboards.pages.handover import section_items
from dashboards.read.series.cells import newest
from dashboards.read.series.missing_reason import last_without_value
from dashboards.sentences.findings import verdict_word
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.outcomes import Pace
    from dashboards.read.series.cells import Cells, PublishedGroup, Series
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


def section_table_figure(
    cells: Cells, targets: Targets, sections: Sequence[PublishedGroup], words: Words
) -> Figure:
    """Return the table of these sections, furthest from the target of the first tool first.

    Args:
        cells: the released series.
        targets: targets and actions.
        sections: the sections, one row each.
        words: the language.
    """
    tool = cells.tools[0]
    ordered = furthest_first(cells, targets, sections, tool)
    has_pace = any(_pace(targets, section.code, tool) for section in sections)
    has_items = any(section.code in targets.items for section in sections)
    head = _head(tool, words, has_pace=has_pace, has_items=has_items)
    rows = tuple(
        (
            section.name,
            _cells_of(cells, targets, section, tool, words, has_pace=has_pace)[: len(head) - 1],
        )
        for section in ordered
    )
    table = DataTable(
        "all-sections-table",
        words.pgettext("title", "All sections"),
        head,
        rows,
        is_open=True,
        links=tuple(section_file(section.code) for section in ordered),
    )
    return Figure(
        "all-sections",
        _title(cells, targets, ordered, words),
        words.gettext("Furthest from the target first. A section's name leads to its page.")
        if targets.has_targets
        else words.gettext("A name leads to its page."),
        tables=(table,),
        terms=("use-rate", "replacement", "normal"),
        basis=basis(cells, words, cells.use(TOWN, tool)),
    )


def _head(tool: str, words: Words, *, has_pace: bool, has_items: bool) -> tuple[str, ...]:
    head = [
        words("section"),
        words.gettext("Use of {tool}", tool=words.inside(words(tool))),
        words.gettext("To the target"),
        words.gettext("Digital documents"),
        words.pgettext("column", "Replacement or addition"),
    ]
    if has_pace:
        head.insert(3, words.gettext("Pace of three months"))
    if has_items:
        head.append(words.gettext("Hand-over"))
    return tuple(head)


def _title(cells: Cells, targets: Targets, ordered: Sequence[PublishedGroup], words: Words) -> str:
    """Return the section furthest from the target and its distance; without targets, the name of the table."""
    tool = cells.tools[0]
    first = ordered[0] if ordered else None
    distance = targets.distance(first.code, tool, cells.use(first.code, tool)) if first else None
    if first is None or distance is None:
        return words.gettext("All sections")
    if distance.reach != "below":
        known = sum(
            targets.distance(one.code, tool, cells.use(one.code, tool)) is not None
            for one in ordered
        )
        if known < len(ordered):
            where = words.gettext(
                "All {known} of {count} sections of which it can be told are",
                known=known,
                count=len(ordered),
            )
        else:
            where = words.gettext("Every section is")
        if distance.reach == "reached":
            return words.gettext("{where} at the target", where=where)
        return words.gettext("{where} at or about the target", where=where)
    return words.gettext(
        "Furthest from the target: {first} ({missing} to go)",
        first=first.name,
        missing=distance.missing,
    )


def _cells_of(
    cells: Cells,
    targets: Targets,
    section: PublishedGroup,
    tool: str,
    words: Words,
    *,
    has_pace: bool,
) -> tuple[TableCell, ...]:
    code, use = section.code, cells.use(section.code, tool)
    quadrant = targets.outcomes.quadrant(code)
    unlike = words("unlike") if targets.outcomes.is_reorganised(code) else ""
    unknown = TableCell(unlike or words.gettext("cannot be told yet"), "none")
    items = [value for value in section_items(targets, cells, code).values() if value is not None]
    distance = distance_words(targets.distance(code, tool, use), words)
    return (
        _newest_cell(use, words),
        TableCell(distance) if distance else TableCell(words.pgettext("no number", "–"), "none"),
        *((_pace_cell(targets, code, tool, words),) if has_pace else ()),
        _newest_cell(cells.pair(code, "documents"), words),
        TableCell(verdict_word(quadrant.verdict, words), "text") if quadrant else unknown,
        TableCell(words.count_of(sum(items), len(items)))
        if code in targets.items
        else TableCell(words.pgettext("no number", "–"), "none"),
    )


def _newest_cell(series: Series, words: Words) -> TableCell:
    cell = newest(series) or last_without_value(series)
    return TableCell(words("none"), "none") if cell is None else value_cell(cell, words)


def _pace(targets: Targets, code: str, tool: str) -> Pace | None:
    """Return the pace; None if there are too few months for one."""
    pace = targets.outcomes.pace(code, tool)
    return None if pace is None or pace.pace is None else pace


def _pace_cell(targets: Targets, code: str, tool: str, words: Words) -> TableCell:
    pace = _pace(targets, code, tool)
    if pace is None or pace.pace is None:
        return TableCell(words.pgettext("no number", "–"), "none")
    pace_words = words.number(pace.pace, "+.1f")
    if pace.reach in {"reached", "almost"}:
        return TableCell(words.gettext("{pace_words} a month", pace_words=pace_words))
    end = {
        True: words.gettext("in time"),
        False: words.gettext("too slow"),
        None: words.gettext("cannot be told"),
    }[pace.is_on_pace]
    return TableCell(words.gettext("{pace_words} a month, {end}", pace_words=pace_words, end=end))
