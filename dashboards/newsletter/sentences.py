"""The sentences of the newsletter, made from coarse numbers: what, how much, since when.

They tell what was counted and never why: no sentence here names a cause or an effect.
"""

from __future__ import annotations

from warehouse.months import month_before

from typing import TYPE_CHECKING

from dashboards.newsletter.drawn import drawn_tools, had_begun, is_grown
from dashboards.newsletter.figures import EMPTY, STEP, direction, sign
from dashboards.newsletter.story_selection import paper_change, town_stories
from dashboards.read.course import drawn_later
from dashboards.read.differences import per_cent, points
from dashboards.text.catalogue import gettext_noop
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import WHOLE_PER_CENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.phrases import Phrases
    from dashboards.newsletter.story_selection import Story

_TABLES = {"tools": "use_month", "pair": "paper_digital_month", "spread": "activation_month"}
_HIGH = 60
"""Per cent of working days from which a section counts as one that uses a tool on most days."""


def tell_headline(stories: Sequence[Story], figures: Figures, phrases: Phrases) -> str:
    """Return the month in one sentence or two: the story that moved furthest."""
    town = [story for story in stories if story.kind in {"tools", "pair", "paper"}]
    town = town or town_stories(figures)
    if not town:
        return phrases.pgettext("headline", "There are no figures for this month yet.")
    return tell_story(max(town, key=lambda story: story.distance), figures, phrases)


def tell_story(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return what the story's town figure is and how it stands against before."""
    if story.kind == "paper":
        return tell_paper(figures, phrases)
    if story.kind == "pair":
        subject, table = phrases.share(story.key), "paper_digital_month"
    else:
        table = "use_month"
        subject = phrases.gettext(
            "The share of days on which {tool} was used",
            tool=phrases.quoted(phrases.tool(story.key)),
        )
    amount = phrases.amount(figures.cell(table, TOWN, story.key, figures.month))
    then = figures.cell(table, TOWN, story.key, story.since) if story.since else EMPTY
    if then.value is None and not had_begun(
        figures, table, story.key, month_before(figures.month, 3)
    ):
        return phrases.gettext("{subject} is {amount}.", subject=subject, amount=amount)
    if then.value is None:
        return phrases.gettext(
            "{subject} is {amount}. There is nothing from three months ago or more to compare.",
            subject=subject,
            amount=amount,
        )
    return phrases.gettext(
        "{subject} is {amount}, {change}.",
        subject=subject,
        amount=amount,
        change=tell_change(story, figures, phrases),
    )


def tell_change(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return how a figure stands against the story's earlier month (which it must have).

    Two figures have a difference; beside a band only what was then is told.
    """
    if story.since is None:
        raise ValueError("a story without an earlier month has no change to tell")
    ago = phrases.ago(story.since, figures.month)
    if story.points is None:
        table = _TABLES[story.kind]
        then = phrases.amount(figures.cell(table, TOWN, story.key, story.since))
        return phrases.gettext("and was {then} {ago}", then=then, ago=ago)
    if not story.way:
        return phrases.gettext("about the same as {ago}", ago=ago)
    is_up = story.way > 0
    span, told = phrases.span(story.since, figures.month), points(story.points, phrases, STEP)
    return (
        phrases.gettext("up {told} in {span}", told=told, span=span)
        if is_up
        else phrases.gettext("down {told} in {span}", told=told, span=span)
    )


def tell_paper(figures: Figures, phrases: Phrases) -> str:
    """Return how the paper bought in the last three months stands against a year before."""
    change = paper_change(figures)
    if change is None:
        return phrases.gettext("Paper bought cannot be compared with before yet.")
    if not sign(change):
        return phrases.gettext(
            "Paper bought in the last three months was about the same as a year earlier."
        )
    more, told = sign(change) > 0, per_cent(change, phrases, STEP)
    return (
        phrases.gettext(
            "Paper bought in the last three months was {told} more than a year earlier.", told=told
        )
        if more
        else phrases.gettext(
            "Paper bought in the last three months was {told} less than a year earlier.", told=told
        )
    )


def tell_undrawn(figures: Figures, phrases: Phrases) -> str:
    """Return the town's figures that are too young for a chart, and when it comes; empty where all are drawn."""
    told = []
    for table, name in (("use_month", _days_of), ("paper_digital_month", _pair_inside)):
        for key in figures.keys(table):
            cell = figures.cell(table, TOWN, key, figures.month)
            if cell.value is not None and not is_grown(figures, table, key):
                told.append(
                    phrases.gettext(
                        "{name}, {amount}", name=name(phrases, key), amount=phrases.amount(cell)
                    )
                )
    if not told:
        return ""
    listed = phrases.clauses(told)
    return phrases.gettext("The town hall: {listed}.", listed=listed) + drawn_later(phrases)


def _days_of(phrases: Phrases, tool: str) -> str:
    quoted = phrases.quoted(phrases.tool(tool))
    return phrases.gettext("share of days with {tool}", tool=quoted)


def tell_last_month(figures: Figures, phrases: Phrases) -> str:
    """Return which of the town's figures are higher or lower than last month's; empty without one."""
    before = month_before(figures.month, 1)
    up: list[str] = []
    down: list[str] = []
    compared = False
    for table, name in (("use_month", _quoted_tool), ("paper_digital_month", _pair_inside)):
        for key in figures.keys(table):
            way = _way(figures, table, TOWN, key, before)
            compared = compared or way is not None
            if way:
                (up if way > 0 else down).append(name(phrases, key))
    if not compared:
        return ""
    if not up and not down:
        return phrases.gettext(
            "The town hall's figures that can be compared with last month are about the same, in steps of five."
        )
    parts = []
    for names, text in (
        (up, gettext_noop("Higher than last month: {names}.")),
        (down, gettext_noop("Lower than last month: {names}.")),
    ):
        if names:
            parts.append(phrases.gettext(text, names=phrases.listed(names)))
    return phrases.sentences(parts)


def _quoted_tool(phrases: Phrases, tool: str) -> str:
    return phrases.quoted(phrases.tool(tool))


def _pair_inside(phrases: Phrases, pair: str) -> str:
    subject = phrases.share(pair)
    return subject[:1].lower() + subject[1:]


def title_tools(figures: Figures, phrases: Phrases) -> str:
    """Return how many of the town's tools rose, or fell, or stayed."""
    tools = drawn_tools(figures)
    since = figures.compared_month("use_month", *tools)
    changes = [
        way
        for tool in tools
        if since and (way := _way(figures, "use_month", TOWN, tool, since)) is not None
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
    """Return in how many sections a tool's figure rose, or fell, or stayed."""
    if story.since is None:
        raise ValueError("sections are shown only against an earlier month")
    changes = [
        way
        for section in figures.sections
        if _are_plain(figures, section.code, story.key, (story.since, figures.month))
        and (way := _way(figures, "use_month", section.code, story.key, story.since)) is not None
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
    return (
        phrases.gettext(
            "{tool} is up from {ago} in {where} that can be compared",
            tool=tool,
            ago=ago,
            where=where,
        )
        if up
        else phrases.gettext(
            "{tool} is down from {ago} in {where} that can be compared",
            tool=tool,
            ago=ago,
            where=where,
        )
    )


def title_levels(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return how many sections use a tool on most days, now and then."""
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
        # Of those that were merged since, or are new, there is nothing to compare.
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
    """Return which share of the town's staff has used the tool at least once."""
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
    """Tell whether a section's use rate is one value in each of these months: the site counts the same sections."""
    return all(figures.then("use_month", section, tool, month).is_plain for month in months)


def _way(figures: Figures, table: str, section: str, key: str, since: date) -> int | None:
    return direction(
        figures.then(table, section, key, since), figures.cell(table, section, key, figures.month)
    )
