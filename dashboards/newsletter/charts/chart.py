"""Makes one chart of the month with all its words: title, key, note, alternative text and data table.

All numbers come from `Figures`, so they are coarse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.newsletter.charts.column_charts import level_counts, level_names, paper_index
from dashboards.newsletter.charts.draw import HALF, WIDE, draw_story, has_bands
from dashboards.newsletter.charts.frame import finish, frame
from dashboards.newsletter.coarse import EMPTY
from dashboards.newsletter.drawn import drawn_tools
from dashboards.newsletter.wording.sentences import tell_story
from dashboards.newsletter.wording.titles import (
    title_levels,
    title_sections,
    title_spread,
    title_tools,
)
from dashboards.text.catalogue import gettext_noop
from dashboards.text.words import SECTIONS
from warehouse.months import month_before
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.story_selection import Story
    from dashboards.newsletter.wording.phrases import Phrases

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Header and rows, as text."""


_TABLES = {"tools": "use_month", "sections": "use_month", "spread": "activation_month"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its words. The SVGs have their text as outlines and need no font.

    `framed` stands alone, with title, key and note in the picture; `plain` stands under its title in the PDF and
    the Word file; `narrow` is for mail, which may be as narrow as a phone.
    """

    name: str
    title: str
    key: str
    note: str
    alt: str
    table: Table
    is_wide: bool
    framed: str
    plain: str
    narrow: str


def make_chart(
    story: Story, number: int, figures: Figures, phrases: Phrases, mark: str = ""
) -> Chart:
    """Return the chart of a story.

    Args:
        story: what the chart shows.
        number: position of the chart in its issue, from 1.
        figures: the month's coarse numbers.
        phrases: the language.
        mark: state to put into the note (暫定); "" if the issue is final.
    """
    title = _title(story, figures, phrases)
    key, note = _key(story, figures, phrases), _note(story, figures, phrases)
    if mark:
        note = phrases.gettext("[{mark}] {note}", mark=mark, note=note)
    table = _table(story, figures, phrases)
    alt = phrases.sentences((phrases.sentence(title), _spoken(table, phrases)))
    width = WIDE if story.kind == "tools" else HALF
    plain = draw_story(story, figures, phrases, width)
    narrow = plain if width == HALF else draw_story(story, figures, phrases, HALF)
    return Chart(
        name=f"{number}-{story.kind}" + (f"-{story.key}" if story.kind == "pair" else ""),
        title=title,
        key=key,
        note=note,
        alt=alt,
        table=table,
        is_wide=width == WIDE,
        framed=finish(frame(plain, title=title, key=key, note=note), title=title, description=alt),
        plain=finish(plain, title=title, description=alt),
        narrow=finish(narrow, title=title, description=alt),
    )


def _title(story: Story, figures: Figures, phrases: Phrases) -> str:
    if story.kind == "tools":
        return title_tools(figures, phrases)
    if story.kind == "sections":
        return title_sections(story, figures, phrases)
    if story.kind == "levels":
        return title_levels(story, figures, phrases)
    if story.kind == "spread":
        return title_spread(story, figures, phrases)
    return tell_story(story, figures, phrases).rstrip("。.")


def _key(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return the legend of the marks; "" if the marks are labelled directly."""
    now = phrases.month(figures.month)
    if story.kind == "pair":
        return _state_key(story, figures, phrases)
    if story.kind == "paper":
        return phrases.gettext(
            "Light: a year earlier   Dark: this year   Dashed: mean a year earlier"
        )
    if story.since is None:
        return f"● {now}"
    if story.kind == "levels":
        then = phrases.month(story.since)
        return phrases.gettext("Light: {then}   Dark: {now}", then=then, now=now)
    marks = ("□", "■") if story.kind == "spread" else ("○", "●")
    labels = [f"{marks[0]} {phrases.month(story.since)}", f"{marks[1]} {now}"]
    if story.kind == "tools" and has_bands(figures):
        labels.append(phrases.gettext("Pale: months shown as a range"))
    return phrases.beside_each_other(labels)


def _state_key(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return the legend of the marks over single months, for those states that the chart has."""
    states = {
        figures.cell("paper_digital_month", TOWN, story.key, month).state
        for month in figures.months
    }
    return phrases.beside_each_other(
        phrases.gettext("{mark} = {meaning}", mark=phrases(mark), meaning=phrases(state))
        for state, mark in (
            ("provisional", "mark_provisional"),
            ("incomplete", "mark_incomplete"),
        )
        if state in states
    )


def _note(story: Story, figures: Figures, phrases: Phrases) -> str:
    """Return what was counted, how it is rounded and up to which day."""
    counted_text = {
        "tools": gettext_noop("Working days on which the tool was used, whole town hall."),
        "sections": gettext_noop("Working days on which it was used. The order is not a ranking."),
        "levels": gettext_noop(
            "Number of sections by share of working days; a range counts by its middle, a bound by itself."
        ),
        "spread": gettext_noop(
            "Share of staff who have ever used it, as a range so that no one is singled out. The order is not a ranking."
        ),
        "pair": gettext_noop("Share of all cases in the town hall."),
        "paper": gettext_noop(
            "Sheets bought by the town hall, mean month of the year before = 100."
        ),
    }[story.kind]
    counted = phrases.gettext(counted_text)
    as_of = phrases.day(figures.release.as_of)
    left_out = ""
    if story.kind in {"sections", "spread"} and len(
        figures.drawn_sections(_TABLES[story.kind], story.key, story.since)
    ) < len(figures.sections):
        left_out = phrases.gettext("Sections without figures are left out.")
    end = phrases.gettext("In steps of five. As of {as_of}.", as_of=as_of)
    return phrases.sentences(part for part in (counted, left_out, end) if part)


def _table(story: Story, figures: Figures, phrases: Phrases) -> Table:
    """Return the chart's numbers as a table."""
    made = {"paper": _paper_table, "pair": _pair_table, "levels": _levels_table}
    return made.get(story.kind, _moves_table)(story, figures, phrases)


def _paper_table(_: Story, figures: Figures, phrases: Phrases) -> Table:
    header = (
        phrases("month"),
        phrases.gettext("A year earlier"),
        phrases.gettext("This year"),
    )
    return header, tuple(
        (phrases.month(month), *("–" if v is None else str(v) for v in (then, now)))
        for month, then, now in paper_index(figures)
    )


def _pair_table(story: Story, figures: Figures, phrases: Phrases) -> Table:
    months = sorted({m for m in (story.since, month_before(figures.month, 1), figures.month) if m})
    return (phrases("month"), phrases.side("digital", story.key)), tuple(
        (
            phrases.month(m),
            phrases.amount(figures.cell("paper_digital_month", TOWN, story.key, m)),
        )
        for m in months
    )


def _levels_table(story: Story, figures: Figures, phrases: Phrases) -> Table:
    header = (
        phrases.gettext("Share of days"),
        phrases.month(story.since) if story.since else "–",
        phrases.month(figures.month),
    )
    return header, tuple(
        (name, phrases.beside_unit(str(then), SECTIONS), phrases.beside_unit(str(now), SECTIONS))
        for name, (then, now) in zip(
            level_names(phrases), level_counts(story, figures), strict=True
        )
    )


def _moves_table(story: Story, figures: Figures, phrases: Phrases) -> Table:
    """Return the earlier and the current value of each tool, or of each section that shows anything."""
    table = _TABLES[story.kind]
    if story.kind == "tools":
        rows = [(phrases.tool(tool), TOWN, tool) for tool in drawn_tools(figures)]
    else:
        drawn = figures.drawn_sections(table, story.key, story.since)
        rows = [(section.name, section.code, story.key) for section in drawn]
    since = story.since
    header = (
        phrases.gettext("Tool") if story.kind == "tools" else phrases("section"),
        phrases.month(since) if since else phrases.gettext("Before"),
        phrases.month(figures.month),
    )
    return header, tuple(
        (
            name,
            phrases.amount(figures.then(table, code, key, since) if since else EMPTY),
            phrases.amount(figures.cell(table, code, key, figures.month)),
        )
        for name, code, key in rows
    )


def _spoken(table: Table, phrases: Phrases) -> str:
    """Return the table as a sentence: the name of each row, then its values with their headings."""
    header, rows = table
    spoken = [
        f"{row[0]} "
        + phrases.listed([f"{h} {v}" for h, v in zip(header[1:], row[1:], strict=True)])
        for row in rows
    ]
    return phrases.sentence(phrases.rows(spoken))
