"""The sentences of the newsletter, made from coarse numbers: what, how much, since when.

They tell what was counted and never why: no sentence here names a cause or an effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.newsletter.drawn import drawn_tools, had_begun, is_grown
from dashboards.newsletter.figures import EMPTY, STEP, direction, sign
from dashboards.newsletter.story_selection import paper_change, town_stories
from dashboards.read.course import drawn_later
from dashboards.read.differences import per_cent, points
from warehouse.months import month_before
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import WHOLE_PER_CENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.phrases import Voice
    from dashboards.newsletter.story_selection import Story

_TABLES = {"tools": "use_month", "pair": "paper_digital_month", "spread": "activation_month"}
_HIGH = 60
"""Per cent of working days from which a section counts as one that uses a tool on most days."""


def tell_headline(stories: Sequence[Story], figures: Figures, voice: Voice) -> str:
    """Return the month in one sentence or two: the story that moved furthest."""
    town = [story for story in stories if story.kind in {"tools", "pair", "paper"}]
    town = town or town_stories(figures)
    if not town:
        return voice.pick(
            "この月の全庁の数は、まだありません。", "There are no figures for this month yet."
        )
    return tell_story(max(town, key=lambda story: story.distance), figures, voice)


def tell_story(story: Story, figures: Figures, voice: Voice) -> str:
    """Return what the story's town figure is and how it stands against before."""
    if story.kind == "paper":
        return tell_paper(figures, voice)
    if story.kind == "pair":
        subject, table = voice.pair(story.key), "paper_digital_month"
    else:
        table = "use_month"
        subject = voice.pick(
            f"{voice.quoted(voice.tool(story.key))}を使った日の割合",
            f"The share of days on which {voice.quoted(voice.tool(story.key))} was used",
        )
    amount = voice.amount(figures.cell(table, TOWN, story.key, figures.month))
    then = figures.cell(table, TOWN, story.key, story.since) if story.since else EMPTY
    if then.value is None and not had_begun(
        figures, table, story.key, month_before(figures.month, 3)
    ):
        return voice.pick(f"{subject}は{amount}です。", f"{subject} is {amount}.")
    if then.value is None:
        return voice.pick(
            f"{subject}は{amount}です。3か月以上前と比べられる数は、まだありません。",
            f"{subject} is {amount}. There is nothing from three months ago or more to compare.",
        )
    return voice.pick(
        f"{subject}は{amount}。{tell_change(story, figures, voice)}。",
        f"{subject} is {amount}, {tell_change(story, figures, voice)}.",
    )


def tell_change(story: Story, figures: Figures, voice: Voice) -> str:
    """Return how a figure stands against the story's earlier month (which it must have).

    Two figures have a difference; beside a band only what was then is told.
    """
    if story.since is None:
        raise ValueError("a story without an earlier month has no change to tell")
    ago = voice.ago(story.since, figures.month)
    if story.points is None:
        table = _TABLES[story.kind]
        then = voice.amount(figures.cell(table, TOWN, story.key, story.since))
        return voice.pick(f"{ago}は{then}でした", f"and was {then} {ago}")
    if not story.way:
        return voice.pick(f"{ago}とほぼ同じです", f"about the same as {ago}")
    is_up = story.way > 0
    span, told = voice.span(story.since, figures.month), points(story.points, voice.words, STEP)
    return voice.pick(
        f"{ago}より{told}{'増え' if is_up else '減り'}ました",
        f"{'up' if is_up else 'down'} {told} in {span}",
    )


def tell_paper(figures: Figures, voice: Voice) -> str:
    """Return how the paper bought in the last three months stands against a year before."""
    change = paper_change(figures)
    if change is None:
        return voice.pick(
            "紙の購入は、まだ前と比べられません。",
            "Paper bought cannot be compared with before yet.",
        )
    if not sign(change):
        return voice.pick(
            "この3か月に買った紙は、1年前の同じ時期とほぼ同じでした。",
            "Paper bought in the last three months was about the same as a year earlier.",
        )
    more, told = sign(change) > 0, per_cent(change, voice.words, STEP)
    return voice.pick(
        f"この3か月に買った紙は、1年前の同じ時期より{told}{'多く' if more else '少なく'}なりました。",
        f"Paper bought in the last three months was {told}"
        f" {'more' if more else 'less'} than a year earlier.",
    )


def tell_undrawn(figures: Figures, voice: Voice) -> str:
    """Return the town's figures that are too young for a chart, and when it comes; empty where all are drawn."""
    told = []
    for table, name in (("use_month", _days_of), ("paper_digital_month", _pair_inside)):
        for key in figures.keys(table):
            cell = figures.cell(table, TOWN, key, figures.month)
            if cell.value is not None and not is_grown(figures, table, key):
                told.append(
                    voice.pick(
                        f"{name(voice, key)}は{voice.amount(cell)}",
                        f"{name(voice, key)}, {voice.amount(cell)}",
                    )
                )
    if not told:
        return ""
    listed = voice.pick("、", "; ").join(told)
    return voice.pick(f"全庁の{listed}です。", f"The town hall: {listed}.") + drawn_later(
        voice.words
    )


def _days_of(voice: Voice, tool: str) -> str:
    quoted = voice.quoted(voice.tool(tool))
    return voice.pick(f"{quoted}を使った日の割合", f"share of days with {quoted}")


def tell_last_month(figures: Figures, voice: Voice) -> str:
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
                (up if way > 0 else down).append(name(voice, key))
    if not compared:
        return ""
    if not up and not down:
        return voice.pick(
            "先月と比べられる全庁の数は、5ポイント刻みではほぼ同じです。",
            "The town hall's figures that can be compared with last month are about the same, in steps of five.",
        )
    parts = []
    for names, japanese, english in (
        (up, "先月より高くなったのは", "Higher than last month: "),
        (down, "先月より低くなったのは", "Lower than last month: "),
    ):
        if names:
            listed = voice.pick("、", ", ").join(names)
            parts.append(voice.pick(f"{japanese}{listed}です。", f"{english}{listed}."))
    return voice.pick("", " ").join(parts)


def _quoted_tool(voice: Voice, tool: str) -> str:
    return voice.quoted(voice.tool(tool))


def _pair_inside(voice: Voice, pair: str) -> str:
    subject = voice.pair(pair)
    return subject[:1].lower() + subject[1:]


def title_tools(figures: Figures, voice: Voice) -> str:
    """Return how many of the town's tools rose, or fell, or stayed."""
    tools = drawn_tools(figures)
    since = figures.compared_month("use_month", *tools)
    changes = [
        way
        for tool in tools
        if since and (way := _way(figures, "use_month", TOWN, tool, since)) is not None
    ]
    if not since or not changes:
        return voice.pick("全庁のツールの使われ方", "How the tools are used across the town hall")
    ago = voice.ago(since, figures.month)
    count, up, down = len(tools), changes.count(1), changes.count(-1)
    if not up and not down:
        every = len(changes) == count
        return voice.pick(
            f"{'どのツールも' if every else '比べられるツールは、'}{ago}とほぼ同じでした",
            f"{'Every tool' if every else 'Each tool that can be compared'} is about where it"
            f" was {ago}",
        )
    some = up or down
    which = voice.pick(
        f"{count}つのツールすべて" if some == count > 1 else f"{count}つのツールのうち{some}つ",
        f"All {count} tools" if some == count > 1 else f"{some} of {count} tools",
    )
    return voice.pick(
        f"{which}が{ago}より{'増え' if up else '減り'}ました",
        f"{which} {'is' if some == 1 else 'are'} {'up' if up else 'down'} from {ago}",
    )


def title_sections(story: Story, figures: Figures, voice: Voice) -> str:
    """Return in how many sections a tool's figure rose, or fell, or stayed."""
    if story.since is None:
        raise ValueError("sections are shown only against an earlier month")
    changes = [
        way
        for section in figures.sections
        if _are_plain(figures, section.code, story.key, (story.since, figures.month))
        and (way := _way(figures, "use_month", section.code, story.key, story.since)) is not None
    ]
    tool, ago = voice.quoted(voice.tool(story.key)), voice.ago(story.since, figures.month)
    up, down, count = changes.count(1), changes.count(-1), len(changes)
    if not changes:
        return voice.pick(f"課ごとの{tool}：{ago}と今", f"{tool} by section, {ago} and now")
    if not up and not down:
        return voice.pick(
            f"{tool}は、比べられる{count}課のどこも{ago}とほぼ同じでした",
            f"{tool} is about where it was {ago} in all {count} sections that can be compared",
        )
    some = up or down
    where = voice.pick(
        f"{count}課すべて" if some == count else f"{count}課のうち{some}課",
        f"all {count} sections" if some == count else f"{some} of the {count} sections",
    )
    return voice.pick(
        f"{tool}は、比べられる{where}で{ago}より{'増え' if up else '減り'}ました",
        f"{tool} is {'up' if up else 'down'} from {ago} in {where} that can be compared",
    )


def title_levels(story: Story, figures: Figures, voice: Voice) -> str:
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
    tool, ago = voice.quoted(voice.tool(story.key)), voice.ago(story.since, figures.month)
    then = voice.pick(f"{high[0]}課", str(high[0]))
    if known[0] != known[1]:
        # Of those that were merged since, or are new, there is nothing to compare.
        then = voice.pick(f"{known[0]}課のうち{high[0]}課", f"{high[0]} of {known[0]}")
    return voice.pick(
        f"{tool}を{_HIGH}%以上の日に使った課は、{known[1]}課のうち{high[1]}課（{ago}は{then}）",
        f"{tool} is used on {_HIGH}% of days or more in {high[1]} of {known[1]} sections"
        f" ({then} {ago})",
    )


def title_spread(story: Story, figures: Figures, voice: Voice) -> str:
    """Return which share of the town's staff has used the tool at least once."""
    tool = voice.quoted(voice.tool(story.key))
    town = figures.cell("activation_month", TOWN, story.key, figures.month)
    subject = voice.pick(
        f"{tool}を使ったことのある職員は全庁で{voice.amount(town)}",
        f"{tool} has been used by {voice.amount(town)} of all staff",
    )
    if story.since is None:
        return subject
    return subject + voice.pick("。", ", ") + tell_change(story, figures, voice)


def _are_plain(figures: Figures, section: str, tool: str, months: Sequence[date]) -> bool:
    """Tell whether a section's use rate is one value in each of these months: the site counts the same sections."""
    return all(figures.then("use_month", section, tool, month).is_plain for month in months)


def _way(figures: Figures, table: str, section: str, key: str, since: date) -> int | None:
    return direction(
        figures.then(table, section, key, since), figures.cell(table, section, key, figures.month)
    )
