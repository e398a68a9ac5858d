"""Names the actions that are marked on a chart: those that are judged by the chart's own series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import ActionMark
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Action, Targets
    from dashboards.text.words import Words


def action_marks(
    cells: Cells, targets: Targets, sections: Sequence[str], series: Collection[str], words: Words
) -> tuple[ActionMark, ...]:
    """Return the meaning of the numbers on pictures of these sections and series.

    Where pictures show more than one section, the section of each action is named.
    """
    found = {
        action.number for code in sections for action in targets.acted(code, series, cells.months)
    }
    names = {section.code: section.name for section in cells.all_sections}
    is_own = len(sections) == 1 and sections[0] != TOWN
    return tuple(
        ActionMark(
            action.mark,
            action.title + ("" if is_own else _whose(action, names, words)),
            words.month(action.dates["acted"], short=True),
        )
        for action in targets.actions
        if action.number in found
    )


def _whose(action: Action, names: Mapping[str, str], words: Words) -> str:
    name = names.get(action.booked_section or "", "")
    return words.note(name) if name else ""


def use_series(tools: Iterable[str]) -> frozenset[str]:
    """Return the names of the series of these tools' use rates, by which an action may be judged."""
    return frozenset(f"use {tool}" for tool in tools)
