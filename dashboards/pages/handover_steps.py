"""Says what to do next for each open item of the hand-over: what, by whom, and until when.

A step is what makes the item count; it promises no result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text.catalogue import gettext_noop
from warehouse.months import month_before
from warehouse.release.derived.targets import IN_A_ROW

if TYPE_CHECKING:
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Action, Targets
    from dashboards.text.words import Words

_NORMAL = "normal_"
_STEPS = {
    "lead_named": (
        gettext_noop("Agree on the role that leads here, and tell the office"),
        gettext_noop("head of section"),
    ),
    "own_action": (
        gettext_noop("Choose one small action and enter it in the book of actions"),
        gettext_noop("head of section"),
    ),
    "paper": (
        gettext_noop("Choose one document that is still printed and keep it on screen"),
        gettext_noop("head of section"),
    ),
    "training": (
        gettext_noop("Hold the training again for those who could not come"),
        gettext_noop("the office"),
    ),
}
_AT_TARGET = gettext_noop("It counts after three months in a row at the target")


def general_step(item: str, targets: Targets, words: Words) -> str:
    """Return the step for an item in any section that lacks it."""
    if item.startswith(_NORMAL):
        who = words.gettext("head of section")
        return _told(words.gettext(_AT_TARGET), who, _last_start(targets, words), words)
    what, who = _STEPS[item]
    until = targets.closing_on
    day = words.gettext("by {day}", day=words.day(until)) if until else ""
    return _told(words.gettext(what), words.gettext(who), day, words)


def own_step(item: str, cells: Cells, targets: Targets, section: str, words: Words) -> str:
    """Return the step for an open item of one section.

    Args:
        item: the item.
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        words: the language.
    """
    if not item.startswith(_NORMAL):
        return general_step(item, targets, words)
    tool = item.removeprefix(_NORMAL)
    distance = targets.distance(section, tool, cells.use(section, tool))
    under_way = actions_under_way(targets, section, tool)
    if distance is not None and distance.reach == "below":
        what = words.ngettext(
            "{count} point to the target; agree on one piece of work that it serves",
            "{count} points to the target; agree on one piece of work that it serves",
            distance.missing,
        )
        return _told(what, words.gettext("head of section"), _last_start(targets, words), words)
    if under_way:
        marks = "".join(action.mark for action in under_way)
        roles = dict.fromkeys(action.role for action in under_way if action.role)
        who = words.listed(roles) or words.gettext("head of section")
        what = words.gettext(
            "Check {marks} and close it: the three months after that count", marks=marks
        )
        return _told(what, who, _last_start(targets, words), words)
    return general_step(item, targets, words)


def actions_under_way(targets: Targets, section: str, tool: str) -> list[Action]:
    """Return the actions on a tool that keep its months in a section from counting as normal."""
    return [
        action
        for action in targets.actions
        if action.tool == tool
        and action.section in {None, section}
        and "acted" in action.dates
        and "checked" not in action.dates
    ]


def _last_start(targets: Targets, words: Words) -> str:
    """Return from which month on it must be at the target for three months before the office closes; "" without a day."""
    if targets.closing_on is None:
        return ""
    month = month_before(targets.closing_on.replace(day=1), IN_A_ROW - 1)
    return words.gettext("from {month} on at the latest", month=words.month(month))


def _told(what: str, who: str, until: str, words: Words) -> str:
    """Return a step with whom and until when in brackets; `until` may be empty."""
    return words.sentence(words.beside(what, words.listed(part for part in (who, until) if part)))
