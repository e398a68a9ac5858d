"""One chart of the month with all its words: title, key, note, alternative text and data table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.newsletter.charts.column_charts import LEVEL_NAMES, level_counts, paper_index
from dashboards.newsletter.charts.draw import HALF, WIDE, draw_story, has_bands
from dashboards.newsletter.charts.frame import finish, frame
from dashboards.newsletter.drawn import drawn_tools
from dashboards.newsletter.figures import EMPTY
from dashboards.newsletter.sentences import (
    tell_story,
    title_levels,
    title_sections,
    title_spread,
    title_tools,
)
from warehouse.months import month_before
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.phrases import Voice
    from dashboards.newsletter.story_selection import Story

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Header and rows, as text."""


_TABLES = {"tools": "use_month", "sections": "use_month", "spread": "activation_month"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its words. The SVGs have their text as outlines and need no font.

    `framed` stands alone (title, key and note in the picture); `plain` stands under its title in
    the PDF and the Word file; `narrow` is for mail, where a phone may be all the width there is.
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


def make_chart(story: Story, number: int, figures: Figures, voice: Voice, mark: str = "") -> Chart:
    """Return the story's chart, the `number`th of its issue; `mark` (暫定) goes into its note."""
    title = _title(story, figures, voice)
    key, note = _key(story, figures, voice), _note(story, figures, voice)
    if mark:
        note = voice.pick(f"【{mark}】{note}", f"[{mark}] {note}")
    table = _table(story, figures, voice)
    alt = (
        f"{title}。{_spoken(table, voice)}"
        if voice.words.language == "ja"
        else (f"{title}. {_spoken(table, voice)}")
    )
    width = WIDE if story.kind == "tools" else HALF
    plain = draw_story(story, figures, voice, width)
    narrow = plain if width == HALF else draw_story(story, figures, voice, HALF)
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


def _title(story: Story, figures: Figures, voice: Voice) -> str:
    if story.kind == "tools":
        return title_tools(figures, voice)
    if story.kind == "sections":
        return title_sections(story, figures, voice)
    if story.kind == "levels":
        return title_levels(story, figures, voice)
    if story.kind == "spread":
        return title_spread(story, figures, voice)
    return tell_story(story, figures, voice).rstrip("。.")


def _key(story: Story, figures: Figures, voice: Voice) -> str:
    """Return what the marks mean; empty where the marks are named directly."""
    now = voice.words.month(figures.month)
    if story.kind == "pair":
        return _state_key(story, figures, voice)
    if story.kind == "paper":
        return voice.pick(
            "うすい棒 1年前の同じ月　濃い棒 この1年　破線 1年前の平均",
            "Light: a year earlier   Dark: this year   Dashed: mean a year earlier",
        )
    if story.since is None:
        return f"● {now}"
    if story.kind == "levels":
        then = voice.words.month(story.since)
        return voice.pick(f"うすい棒 {then}　濃い棒 {now}", f"Light: {then}   Dark: {now}")
    marks = ("□", "■") if story.kind == "spread" else ("○", "●")
    gap = voice.pick("　", "   ")
    told = f"{marks[0]} {voice.words.month(story.since)}{gap}{marks[1]} {now}"
    if story.kind == "tools" and has_bands(figures):
        told += voice.pick("　うすい帯 幅で示す月", "   Pale: months shown as a range")
    return told


def _state_key(story: Story, figures: Figures, voice: Voice) -> str:
    """Return what the marks over single months mean, of those that the chart has."""
    states = {
        figures.cell("paper_digital_month", TOWN, story.key, month).state
        for month in figures.months
    }
    return voice.pick("　", "   ").join(
        f"{voice.words(mark)}{voice.pick('＝', ' = ')}{voice.words(state)}"
        for state, mark in (
            ("provisional", "mark_provisional"),
            ("incomplete", "mark_incomplete"),
        )
        if state in states
    )


def _note(story: Story, figures: Figures, voice: Voice) -> str:
    """Return what was counted, how it is rounded, and up to when."""
    counted = {
        "tools": (
            "開庁日のうち、そのツールを使った日の割合（全庁）。",
            "Working days on which the tool was used, whole town hall.",
        ),
        "sections": (
            "開庁日のうち使った日の割合。課の並びは順位ではありません。",
            "Working days on which it was used. The order is not a ranking.",
        ),
        "levels": (
            "開庁日のうち使った日の割合ごとの、課の数。幅で出る課はまん中、「以上」「未満」はその数で数えます。",
            "Number of sections by share of working days; a range counts by its middle, a bound by itself.",
        ),
        "spread": (
            "一度でも使った職員の割合。人が分からないよう幅で示します。課の並びは順位ではありません。",
            (
                "Share of staff who have ever used it, as a range so that no one is singled out."
                " The order is not a ranking."
            ),
        ),
        "pair": ("全庁の件数に占める割合。", "Share of all cases in the town hall."),
        "paper": (
            "全庁で買った紙の枚数。1年前の月平均を100とした目安。",
            "Sheets bought by the town hall, mean month of the year before = 100.",
        ),
    }[story.kind]
    as_of = voice.words.day(figures.release.as_of)
    left_out = ""
    if story.kind in {"sections", "spread"} and len(
        figures.drawn_sections(_TABLES[story.kind], story.key, story.since)
    ) < len(figures.sections):
        left_out = voice.pick(
            "数を出せない課は除いています。", " Sections without figures are left out."
        )
    return voice.pick(
        f"{counted[0]}{left_out}5ポイント刻み。{as_of}時点。",
        f"{counted[1]}{left_out} In steps of five. As of {as_of}.",
    )


def _table(story: Story, figures: Figures, voice: Voice) -> Table:
    """Return the chart's numbers as a table."""
    made = {"paper": _paper_table, "pair": _pair_table, "levels": _levels_table}
    return made.get(story.kind, _moves_table)(story, figures, voice)


def _paper_table(_: Story, figures: Figures, voice: Voice) -> Table:
    header = (
        voice.words("month"),
        voice.pick("1年前", "A year earlier"),
        voice.pick("この1年", "This year"),
    )
    return header, tuple(
        (voice.words.month(month), *("–" if v is None else str(v) for v in (then, now)))
        for month, then, now in paper_index(figures)
    )


def _pair_table(story: Story, figures: Figures, voice: Voice) -> Table:
    months = sorted({m for m in (story.since, month_before(figures.month, 1), figures.month) if m})
    return (voice.words("month"), voice.side("digital", story.key)), tuple(
        (
            voice.words.month(m),
            voice.amount(figures.cell("paper_digital_month", TOWN, story.key, m)),
        )
        for m in months
    )


def _levels_table(story: Story, figures: Figures, voice: Voice) -> Table:
    header = (
        voice.pick("使った日の割合", "Share of days"),
        voice.words.month(story.since) if story.since else "–",
        voice.words.month(figures.month),
    )
    unit = voice.pick("課", " sections")
    return header, tuple(
        (name, f"{then}{unit}", f"{now}{unit}")
        for name, (then, now) in zip(LEVEL_NAMES, level_counts(story, figures), strict=True)
    )


def _moves_table(story: Story, figures: Figures, voice: Voice) -> Table:
    """Return then and now of each tool, or of each section that shows anything."""
    table = _TABLES[story.kind]
    if story.kind == "tools":
        rows = [(voice.tool(tool), TOWN, tool) for tool in drawn_tools(figures)]
    else:
        drawn = figures.drawn_sections(table, story.key, story.since)
        rows = [(section.name, section.code, story.key) for section in drawn]
    since = story.since
    header = (
        voice.pick("ツール", "Tool") if story.kind == "tools" else voice.words("section"),
        voice.words.month(since) if since else voice.pick("前", "Before"),
        voice.words.month(figures.month),
    )
    return header, tuple(
        (
            name,
            voice.amount(figures.then(table, code, key, since) if since else EMPTY),
            voice.amount(figures.cell(table, code, key, figures.month)),
        )
        for name, code, key in rows
    )


def _spoken(table: Table, voice: Voice) -> str:
    """Return the table as a sentence: each row's name, then its values under their headings."""
    header, rows = table
    spoken = [
        f"{row[0]} "
        + voice.pick("、", ", ").join(f"{h} {v}" for h, v in zip(header[1:], row[1:], strict=True))
        for row in rows
    ]
    return voice.pick("；", "; ").join(spoken) + voice.pick("。", ".")
