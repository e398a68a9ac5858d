"""Writes the titles of the charts: how many tools or sections rose, fell or stayed. They name no cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.newsletter.drawn import drawn_tools
from dashboards.newsletter.wording.sentences import tell_change, way_since
from dashboards.text.catalogue import gettext_noop
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import WHOLE_PER_CENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.story_selection import Story
    from dashboards.newsletter.wording.phrases import Phrases

_HIGH = 60
"""Per cent of working days from which a section counts as using a tool on most days."""


def title_tools(figures: Figures, phrases: Phrases) -> str:
    """Return how many of the town's tools rose, or else fell, or that all stayed about the same."""
    tools = drawn_tools(figures)
    since = figures.compared_month("use_month", *tools)
    changes = [
        way
        for tool in tools
        if since and (way := way_since(figures, "use_month", TOWN, tool, since)) is not None
    ]
    if not since or not changes:
        return phrases.gettext("How the tools are used across the town hall")
    ago = phrases.ago(since, figures.month)
    count, up, down = len(tools), changes.count(1), changes.count(-1)
    if not up and not down:
        every = len(changes) == count
        return (
            phrases.gettext("Every tool is about where it was {ago}", ago=ago)
            if every
            else phrases.gettext(
                "Each tool that can be compared is about where it was {ago}", ago=ago
            )
        )
    some = up or down
    which = (
        phrases.gettext("All {count} tools", count=count)
        if some == count > 1
        else phrases.gettext("{some} of {count} tools", some=some, count=count)
    )
    return (
        (
            phrases.gettext("{which} is up from {ago}", which=which, ago=ago)
            if some == 1
            else phrases.gettext("{which} are up from {ago}", which=which, ago=ago)
        )
        if up
        else (
            phrases.gettext("{which} is down from {ago}", which=which, ago=ago)
            if some == 1
            else phrases.gettext("{which} are down from {ago}", which=which, ago=ago)
        )
    )


def title_sections(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return in how many sections a tool's figure rose, or else fell, or that it stayed about the same.

    Raises:
        ValueError: the story has no earlier month.
    """
    if story.since is None:
        raise ValueError("sections are shown only against an earlier month")
    changes = [
        way
        for section in figures.sections
        if _are_plain(figures, section.code, story.key, (story.since, figures.month))
        and (way := way_since(figures, "use_month", section.code, story.key, story.since))
        is not None
    ]
    tool, ago = phrases.quoted(phrases.tool(story.key)), phrases.ago(story.since, figures.month)
    up, down, count = changes.count(1), changes.count(-1), len(changes)
    if not changes:
        return phrases.gettext("{tool} by section, {ago} and now", tool=tool, ago=ago)
    if not up and not down:
        return phrases.gettext(
            "{tool} is about where it was {ago} in all {count} sections that can be compared",
            tool=tool,
            ago=ago,
            count=count,
        )
    some = up or down
    where = (
        phrases.gettext("all {count} sections", count=count)
        if some == count
        else phrases.gettext("{some} of the {count} sections", some=some, count=count)
    )
    text = (
        gettext_noop("{tool} is up from {ago} in {where} that can be compared")
        if up
        else gettext_noop("{tool} is down from {ago} in {where} that can be compared")
    )
    return phrases.gettext(text, tool=tool, ago=ago, where=where)


def title_levels(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return how many sections use a tool on most days, now and then.

    Raises:
        ValueError: the story has no earlier month.
    """
    if story.since is None:
        raise ValueError("levels are shown only against an earlier month")
    high, known = [], []
    for month in (story.since, figures.month):
        values = [
            figures.then("use_month", section.code, story.key, month).known
            for section in figures.sections
        ]
        high.append(sum(value.low >= _HIGH - WHOLE_PER_CENT for value in values if value))
        known.append(sum(value is not None for value in values))
    tool, ago = phrases.quoted(phrases.tool(story.key)), phrases.ago(story.since, figures.month)
    then = phrases.gettext("{high}", high=high[0])
    if known[0] != known[1]:
        # Sections that were merged since, or are new, cannot be compared.
        then = phrases.gettext("{high} of {known}", high=high[0], known=known[0])
    return phrases.gettext(
        "{tool} is used on {least}% of days or more in {count} of {known} sections ({then} {ago})",
        tool=tool,
        least=_HIGH,
        count=high[1],
        known=known[1],
        then=then,
        ago=ago,
    )


def title_spread(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return the share of the town's staff who have used the tool at least once."""
    tool = phrases.quoted(phrases.tool(story.key))
    town = figures.cell("activation_month", TOWN, story.key, figures.month)
    subject = phrases.gettext(
        "{tool} has been used by {amount} of all staff", tool=tool, amount=phrases.amount(town)
    )
    if story.since is None:
        return subject
    change = tell_change(story, figures, phrases)
    return phrases.gettext("{subject}, {change}", subject=subject, change=change)


def _are_plain(figures: Figures, section: str, tool: str, months: Sequence[date]) -> bool:
    """Tell whether a section's use rate is one value in each of these months; the site counts the same sections."""
    return all(figures.then("use_month", section, tool, month).is_plain for month in months)
