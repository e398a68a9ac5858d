"""Selects the charts of a month's newsletter: three to five, those whose numbers moved first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dashboards.newsletter.coarse import EMPTY, UNLIKE, by_chance, change, sign
from dashboards.newsletter.drawn import drawn_tools, is_grown
from warehouse.months import month_before
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import summed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dashboards.newsletter.figures import Figures
    from warehouse.release.tables.rounding import Range

Kind = Literal["tools", "sections", "levels", "spread", "pair", "paper"]

FEWEST = 3
MOST = 5
MOST_SECTIONS = 16
"""Maximum number of sections drawn as one line each; above it lines are unreadable on paper, and the chart counts
sections by level instead."""
_ORDER: tuple[Kind, ...] = ("tools", "pair", "paper", "sections", "levels", "spread")


@dataclass(frozen=True, slots=True)
class Story:
    """One chart of the month: what it shows, how far that moved, and since when.

    `points` is the change of the town's figure since `since`, as far as the release determines it: in points, for
    paper in per cent of the year before; None if one of the two is a band or missing. `has_moved` is whether anything
    in it differs from last month.
    """

    kind: Kind
    key: str
    since: date | None
    points: Range | None
    has_moved: bool
    by_chance: float = 0.0
    """Change that chance alone may make, in points."""

    @property
    def distance(self) -> float:
        """Smallest possible change of the figure, up or down; 0 if there may be none."""
        return self.points.sure_distance if self.points else 0.0

    @property
    def way(self) -> int:
        """1 or -1 if the figure certainly moved up or down; 0 if that is not certain or too little to mention."""
        return sign(self.points, self.by_chance) if self.points else 0


def choose_stories(figures: Figures) -> tuple[Story, ...]:
    """Return the month's charts; the tools' chart is first if there is one.

    Then come those that moved since last month, the largest change first. A tool or pair with too few months is
    mentioned in the text and not drawn (`dashboards.read.series.course`). Charts that did not change at all only fill
    up to three; more than five are left out.
    """
    candidates = sorted(_candidates(figures), key=_rank)
    lead = [story for story in candidates if story.kind == "tools"]
    rest = [story for story in candidates if story.kind != "tools"]
    changed = [story for story in rest if story.way or story.has_moved]
    level = [story for story in rest if story not in changed]
    chosen = (lead + changed)[:MOST]
    return tuple(chosen + level[: max(0, FEWEST - len(chosen))])


def _rank(story: Story) -> tuple[bool, float, int, str]:
    return (not story.has_moved, -story.distance, _ORDER.index(story.kind), story.key)


def _candidates(figures: Figures) -> Iterator[Story]:
    drawn = drawn_tools(figures)
    tools = [s for s in _town_stories(figures, "use_month", "tools") if s.key in drawn]
    if tools:
        furthest = max(tools, key=lambda story: story.distance)
        yield replace(furthest, has_moved=any(story.has_moved for story in tools))
    yield from _of_sections(figures, "use_month", "sections")
    yield from _of_sections(figures, "activation_month", "spread")
    pairs = _town_stories(figures, "paper_digital_month", "pair")
    grown = [s for s in pairs if is_grown(figures, "paper_digital_month", s.key)]
    yield from sorted(grown, key=_rank)[:2]
    paper = paper_change(figures)
    if paper is not None:
        since = month_before(figures.month, 12)
        yield Story("paper", "bought", since, paper, has_moved=True)


def town_stories(figures: Figures) -> list[Story]:
    """Return what can be said of the town's tools and pairs this month, whether it can be drawn or not."""
    return [
        *_town_stories(figures, "use_month", "tools"),
        *_town_stories(figures, "paper_digital_month", "pair"),
    ]


def _town_stories(figures: Figures, table: str, kind: Kind) -> list[Story]:
    """Return a story for each tool or pair for which the town has a figure this month."""
    keys = figures.keys(table)
    common = figures.compared_month(table, *keys)
    stories = []
    for key in keys:
        now = figures.cell(table, TOWN, key, figures.month)
        if now.value is None:
            continue
        since = common if kind == "tools" else figures.compared_month(table, key)
        then = figures.cell(table, TOWN, key, since) if since else EMPTY
        last = figures.cell(table, TOWN, key, month_before(figures.month, 1))
        moved, luck = last.value != now.value, by_chance(then, now)
        stories.append(Story(kind, key, since, change(then, now), moved, luck))
    return stories


def _of_sections(figures: Figures, table: str, kind: Kind) -> Iterator[Story]:
    """Yield the tool that changed most in the town, if at least two sections can be drawn then and now."""
    stories = _town_stories(figures, table, kind)
    if not stories:
        return
    best = max(stories, key=lambda story: story.distance)
    sections = figures.drawn_sections(table, best.key, best.since)
    if best.since is None or (kind == "spread" and len(sections) > MOST_SECTIONS):
        return
    if len(sections) > MOST_SECTIONS:
        kind = "levels"
    last_month = month_before(figures.month, 1)
    drawn, moved = 0, False
    for section in sections:
        now = figures.cell(table, section.code, best.key, figures.month)
        then = figures.then(table, section.code, best.key, best.since)
        drawn += now.value is not None and then.value is not None
        last = figures.then(table, section.code, best.key, last_month)
        moved = moved or (last is not UNLIKE and now.value != last.value)
    if drawn >= 2:  # noqa: PLR2004 - a comparison needs two
        yield Story(kind, best.key, best.since, best.points, moved, best.by_chance)


def paper_change(figures: Figures) -> Range | None:
    """Return the change in sheets bought in three months against the same three a year before, in per cent.

    Three months, because purchases come by the box. None unless all six months are known. The change comes from the
    books' exact sheets if the release has it, else from what is shown, with the range of its rounding.
    """
    sheets = figures.sheets()
    recent = [month_before(figures.month, k) for k in range(3)]
    before = [month_before(month, 12) for month in recent]
    if not all(month in sheets for month in recent + before):
        return None
    exact = figures.books.paper(TOWN, figures.month, len(recent))
    if exact is not None:
        return exact
    now, then = (summed(sheets[month] for month in months) for months in (recent, before))
    return now.per_cent_more(then)
