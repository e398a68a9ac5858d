"""Writes sentences on what sections did in the month: actions that were begun or checked, by the book of actions.

They name sections and titles, never people, and say nothing of what came of it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dashboards.newsletter.figures import printable
from dashboards.text.catalogue import gettext_noop

if TYPE_CHECKING:
    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.wording.phrases import Phrases

_BEGUN = gettext_noop("Begun in {where}: {title}.")
_CHECKED = {
    "continue": gettext_noop("Checked in {where}: {title}. It goes on."),
    "stop": gettext_noop("Checked in {where}: {title}. It was stopped."),
    "change": gettext_noop("Checked in {where}: {title}. It is being changed."),
    None: gettext_noop("Checked in {where}: {title}."),
}


def tell_done(figures: Figures, phrases: Phrases) -> tuple[str, ...]:
    """Return a sentence for each action begun in the month, then for each one checked; several sections as one."""
    begun: dict[tuple[str, str], list[str]] = defaultdict(list)
    checked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in figures.release.tables["action"].to_pylist():
        where = figures.section_name(row["section"]) or phrases.gettext("the whole town hall")
        title = phrases.quoted(printable(row["title"]))
        acted, closed = (row[day] and row[day].replace(day=1) for day in ("acted_on", "checked_on"))
        if acted == figures.month:
            begun[_BEGUN, title].append(where)
        if closed == figures.month:
            checked[_CHECKED.get(row["result"], _CHECKED[None]), title].append(where)
    return tuple(
        phrases.gettext(text, where=phrases.listed(dict.fromkeys(places)), title=title)
        for (text, title), places in (*begun.items(), *checked.items())
    )
