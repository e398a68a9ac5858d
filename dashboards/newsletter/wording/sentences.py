"""Writes the sentences of the newsletter from coarse numbers: what, how much, since when.

They say what was counted, never why: no sentence here names a cause or an effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.newsletter.coarse import EMPTY, STEP, coarse_direction, sign
from dashboards.newsletter.drawn import has_record_by, is_grown
from dashboards.newsletter.story_selection import paper_change, town_stories
from dashboards.newsletter.wording.done import tell_done
from dashboards.read.differences import per_cent, points
from dashboards.read.series.course import drawn_later
from dashboards.text.catalogue import gettext_noop
from warehouse.months import month_before
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.story_selection import Story
    from dashboards.newsletter.wording.phrases import Phrases

_LEADS = {"tools": 0, "documents": 1, "paper": 2}
"""Kind or key of a story → its place at the head of an issue; the pairs of few cases come last."""
_TABLES = {"tools": "use_month", "pair": "paper_digital_month", "spread": "activation_month"}


def tell_headline(stories: Sequence[Story], figures: Figures, phrases: Phrases) -> str:
    """Return what staff did this month: an action begun or checked, else how a tool is used, else the paper.

    The largest jump does not lead: it is most often that of a few cases.
    """
    if done := tell_done(figures, phrases):
        return done[0]
    town = [story for story in stories if story.kind in {"tools", "pair", "paper"}]
    town = town or town_stories(figures)
    if not town:
        return phrases.pgettext("headline", "There are no figures for this month yet.")
    lead = min(town, key=lambda story: (_place(story), -story.distance))
    return tell_story(lead, figures, phrases)


def _place(story: Story) -> int:
    return _LEADS.get(story.key, _LEADS.get(story.kind, len(_LEADS)))


def tell_story(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return the story's town figure and how it compares with before."""
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
    if then.value is None and not has_record_by(
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
    """Return how a figure compares with the story's earlier month.

    Two figures have a difference; if one is a band, only the earlier value is given.

    Raises:
        ValueError: the story has no earlier month.
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
    span, amount = phrases.span(story.since, figures.month), points(story.points, phrases, STEP)
    return (
        phrases.gettext("up {amount} in {span}", amount=amount, span=span)
        if is_up
        else phrases.gettext("down {amount} in {span}", amount=amount, span=span)
    )


def tell_paper(figures: Figures, phrases: Phrases) -> str:
    """Return how the paper bought in the last three months compares with a year before."""
    change = paper_change(figures)
    if change is None:
        return phrases.gettext("Paper bought cannot be compared with before yet.")
    if not sign(change):
        return phrases.gettext(
            "Paper bought in the last three months was about the same as a year earlier."
        )
    more, amount = sign(change) > 0, per_cent(change, phrases, STEP)
    return (
        phrases.gettext(
            "Paper bought in the last three months was {amount} more than a year earlier.",
            amount=amount,
        )
        if more
        else phrases.gettext(
            "Paper bought in the last three months was {amount} less than a year earlier.",
            amount=amount,
        )
    )


def tell_undrawn(figures: Figures, phrases: Phrases) -> str:
    """Return the town's figures with too few months for a chart, and when it comes; "" if all are drawn."""
    clauses = []
    for table, name in (("use_month", _days_of), ("paper_digital_month", _pair_inside)):
        for key in figures.keys(table):
            cell = figures.cell(table, TOWN, key, figures.month)
            if cell.value is not None and not is_grown(figures, table, key):
                clauses.append(
                    phrases.gettext(
                        "{name}, {amount}", name=name(phrases, key), amount=phrases.amount(cell)
                    )
                )
    if not clauses:
        return ""
    listed = phrases.clauses(clauses)
    return phrases.gettext("The town hall: {listed}.", listed=listed) + drawn_later(phrases)


def _days_of(phrases: Phrases, tool: str) -> str:
    quoted = phrases.quoted(phrases.tool(tool))
    return phrases.gettext("share of days with {tool}", tool=quoted)


def tell_last_month(figures: Figures, phrases: Phrases) -> str:
    """Return which of the town's figures are higher or lower than last month; "" if none can be compared."""
    before = month_before(figures.month, 1)
    up: list[str] = []
    down: list[str] = []
    compared = False
    for table, name in (("use_month", _quoted_tool), ("paper_digital_month", _pair_inside)):
        for key in figures.keys(table):
            way = way_since(figures, table, TOWN, key, before)
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


def way_since(figures: Figures, table: str, section: str, key: str, since: date) -> int | None:
    """Return 1, -1 or 0 for a figure that is higher, lower or the same as in the month `since`; None if not known.

    Args:
        figures: the month's coarse numbers.
        table: the release table.
        section: code of the section.
        key: tool or pair.
        since: first day of the earlier month.
    """
    return coarse_direction(
        figures.then(table, section, key, since), figures.cell(table, section, key, figures.month)
    )
