"""Writes what numbers of use leave out: sections without records by person, and looking at a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.read.series.cell import UNSERVED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboards.read.series.cells import Cells
    from dashboards.text.words import Words


def uncounted_note(cells: Cells, words: Words) -> str:
    """Return which sections the whole town hall's numbers leave out, by tool; "" if they count everyone."""
    uncounted = [(words(tool), names) for tool in cells.tools if (names := _uncounted(cells, tool))]
    return "".join(
        words.following(
            words.gettext(
                "{tool}: the whole town hall leaves out sections without records by person ({names}).",
                tool=tool,
                names=words.listed(names),
            )
        )
        for tool, names in uncounted
    )


def unread_note(tools: Iterable[str], words: Words) -> str:
    """Return that looking at the calendar may not be counted, to stand beside its target; "" without that tool."""
    if "calendar" not in tools:
        return ""
    return words.following(
        words.gettext(
            "{tool}: most products keep no record of looking at it, and then only entering and answering counts as use; its target is to be set, and read, with that in mind.",
            tool=words("calendar"),
        )
    )


def _uncounted(cells: Cells, tool: str) -> tuple[str, ...]:
    """Return the names of the sections without records of a tool in the newest whole month."""
    found = []
    for section in cells.sections:
        whole_months = [one for one in cells.use(section.code, tool) if not one.is_running]
        if whole_months and whole_months[-1].withheld == UNSERVED:
            found.append(section.name)
    return tuple(found)
