"""Makes small multiples of all sections: one panel each, furthest from the target first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.cards.card.figure import Figure, ToolFigure, month_table
from dashboards.cards.card.marks import action_marks, use_series
from dashboards.cards.card.page import section_file
from dashboards.cards.card.parts import basis, panel, panel_legends
from dashboards.cards.card.young import once_grown
from dashboards.charts.drawing.rows import middle_rows
from dashboards.read.series.cell import UNSERVED
from dashboards.read.series.cells import newest
from dashboards.read.series.course import drawn_later
from dashboards.read.series.missing_reason import GAP, NONE, why_none
from dashboards.sentences.not_counted import unread_note
from dashboards.text.catalogue import gettext_noop
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.series.cells import Cells, PublishedGroup
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


@dataclass(frozen=True, slots=True)
class Reached:
    """Number of sections at their target for a tool, number about at it, and number for which that is known."""

    there: int
    almost: int
    known: int

    def almost_note(self, words: Words) -> str:
        """Return how many sections are about at the target, neither certainly at it nor below; "" if none."""
        if not self.almost:
            return ""
        return words.following(words.gettext("({almost} more about at it)", almost=self.almost))


def reached(cells: Cells, targets: Targets, tool: str) -> Reached:
    """Return how many sections are at their target for a tool. No other function counts them."""
    found = [
        distance.reach
        for section in cells.sections
        if (distance := targets.distance(section.code, tool, cells.use(section.code, tool)))
        is not None
    ]
    return Reached(found.count("reached"), found.count("almost"), len(found))


def adoption_figure(
    cells: Cells,
    targets: Targets,
    words: Words,
    sections: Sequence[PublishedGroup],
    tools: Sequence[str],
) -> Figure:
    """Return the panels of these sections; with several tools, one choice for each.

    Args:
        cells: the released series.
        targets: targets and actions.
        words: the language.
        sections: the sections to show.
        tools: the tools to choose from; at least one.
    """
    note = words.gettext(
        "Sections as in the roster. The figure is the use rate of the newest final month."
    )
    if targets.has_targets:
        note = words.gettext(
            "Furthest from the target first (as in the roster where there is none). The figure is the use rate of the newest final month."
        )
    note += _left_out(cells, sections, tools[0], words)
    made = {tool: _panels(cells, targets, sections, tool, words) for tool in tools}
    is_one = len(tools) == 1
    one = made[tools[0]]
    if is_one and one.panels and not any(panel.drawing for panel in one.panels):
        note += drawn_later(words)
    return Figure(
        "adoption",
        adoption_title(cells, targets, tools[0], words),
        note,
        panels=one.panels if is_one else (),
        guide=one.guide if is_one else (),
        tables=one.tables if is_one else (),
        marks=one.marks if is_one else (),
        terms=("use-rate", "activated", "band", "withheld"),
        choices=()
        if is_one
        else tuple(ToolFigure(tool, words(tool), figure) for tool, figure in made.items()),
        basis=basis(cells, words, cells.use(TOWN, tools[0])),
    )


_SMALL = gettext_noop("Not shown here, being small: {sections}.")
_MERGED = gettext_noop("Counted in “Small sections”: {sections}.")
_UNREAD = gettext_noop("Not here yet, for want of records: {sections}.")
_WHY = {
    "small_group": _MERGED,
    "no_break_down": _SMALL,
    UNSERVED: gettext_noop("Not here, without records by person: {sections}."),
    GAP: _UNREAD,
    NONE: _UNREAD,
}
"""Text by reason for sections without a panel; for every other reason the text says that the number is withheld."""
_WITHHELD = gettext_noop("Withheld: {sections}.")


def _left_out(cells: Cells, sections: Sequence[PublishedGroup], tool: str, words: Words) -> str:
    """Return which sections have no panel, grouped by reason; "" if all have one."""
    found: dict[str, list[str]] = {}
    is_merged = any(section.code == SMALL for section in sections)
    for section in sections:
        series = cells.use(section.code, tool)
        if newest(series) is None:
            why = _WHY.get(why_none(series), _WITHHELD)
            found.setdefault(_SMALL if why == _MERGED and not is_merged else why, []).append(
                section.name
            )
    return "".join(
        words.following(words.gettext(why, sections=words.listed(names)))
        for why, names in found.items()
    )


def adoption_title(cells: Cells, targets: Targets, tool: str, words: Words) -> str:
    """Return how many sections are at the target of a tool; without targets, what the panels show.

    Args:
        cells: the released series.
        targets: targets and actions.
        tool: the tool.
        words: the language.
    """
    count = reached(cells, targets, tool)
    name, there, known = words(tool), count.there, count.known
    if not known:
        return words.gettext("{name}, section by section", name=name)
    if there == known:
        return words.gettext("{name}: all {known} sections at the target", name=name, known=known)
    return words.gettext(
        "{name}: {there} of {known} sections at the target", name=name, there=there, known=known
    ) + count.almost_note(words)


def furthest_first(
    cells: Cells, targets: Targets, sections: Sequence[PublishedGroup], tool: str
) -> tuple[PublishedGroup, ...]:
    """Return the sections, furthest from the target first; sections without a distance last.

    Equal ones keep the given order.

    Args:
        cells: the released series.
        targets: targets and actions.
        sections: the sections to order.
        tool: the tool.
    """

    def place(section: PublishedGroup) -> tuple[bool, float]:
        distance = targets.distance(section.code, tool, cells.use(section.code, tool))
        return (distance is None, distance.points if distance else 0.0)

    return tuple(sorted(sections, key=place))


def _panels(
    cells: Cells, targets: Targets, sections: Sequence[PublishedGroup], tool: str, words: Words
) -> Figure:
    ordered = furthest_first(cells, targets, sections, tool)
    named = [(s.code, s.name, section_file(s.code)) for s in ordered] + [(TOWN, words("town"), "")]
    key = f"use-{tool}"
    middle = middle_rows([cells.use(section.code, tool) for section in cells.sections])
    panels = tuple(
        panel(cells, targets, code, tool, (name, link), (key, column), words, middle)
        for column, (code, name, link) in enumerate(named, start=1)
        if newest(cells.use(code, tool)) is not None
    )
    uses = [(name, cells.use(code, tool)) for code, name, _ in named]
    tried = [(name, cells.activation(code, tool)) for code, name, _ in named]
    caption = words.gettext("Table: use rate, {tool}", tool=words.inside(words(tool)))
    other = words.gettext(
        "Table: share of staff who have used {tool}", tool=words.inside(words(tool))
    )
    shown = [code for code, _, _ in named if newest(cells.use(code, tool)) is not None]
    figure = Figure(
        f"adoption-{tool}",
        "",
        note=words.sentence(adoption_title(cells, targets, tool, words))
        + unread_note((tool,), words),
        panels=panels,
        guide=panel_legends(cells, targets, shown, words, has_middle=bool(middle)),
        marks=action_marks(cells, targets, shown, use_series((tool,)), words),
        tables=(
            month_table(key, caption, cells.months, uses, words),
            month_table(f"tried-{tool}", other, cells.months, tried, words),
        ),
    )
    return once_grown(figure, (series for _, series in uses), words)
