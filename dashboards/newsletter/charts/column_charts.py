"""Draws charts of column pairs, then beside now: paper by month, and sections by level."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from dashboards.charts.drawing.axes import month_signals
from dashboards.charts.drawing.drawing import Size, draw
from dashboards.newsletter.charts.kinds import LEVELS, PAPER_YEARS
from dashboards.newsletter.coarse import STEP, round_to_step
from warehouse.months import month_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.story_selection import Story
    from dashboards.newsletter.wording.phrases import Phrases
    from warehouse.release.tables.rounding import Range

WHOLE = 100
_NARROW = 0.1
"""Maximum width of a month's range, as a share of the largest month, for the month to be drawn.
A range this narrow barely moves a column that is drawn in steps of five."""
_LEVEL_ENDS = (0, 20, 40, 60, 80, 100)


def level_names(phrases: Phrases) -> list[str]:
    """Return the ranges of the levels, in per cent of days, from 0〜20% up."""
    return [phrases.joined_range(str(low), f"{high}%") for low, high in pairwise(_LEVEL_ENDS)]


def paper_index(figures: Figures) -> list[tuple[date, int | None, int | None]]:
    """Return (month, index a year before, index now) for the last twelve months.

    100 is the mean month of the year before; values are multiples of five, None without a value.
    """
    sheets = figures.sheets()
    months = [month_before(figures.month, k) for k in range(11, -1, -1)]
    # The middle of a one-sided bound would be an amount that nobody bought.
    widest = _NARROW * max(known.high for known in sheets.values())
    drawn = {m: known.middle for m, known in sheets.items() if known.high - known.low <= widest}
    before = [drawn[m] for m in (month_before(month, 12) for month in months) if m in drawn]
    base = sum(before) / len(before) if before else 0

    def index(month: date) -> int | None:
        return round_to_step(100 * drawn[month] / base) if month in drawn and base else None

    return [(month, index(month_before(month, 12)), index(month)) for month in months]


def draw_paper(_story: Story, figures: Figures, phrases: Phrases, width: int) -> str:
    """Return twelve months of paper against the twelve before, as SVG.

    Args:
        _story: not used; all drawing functions take it.
        figures: the month's coarse numbers.
        phrases: the language.
        width: width of the chart in pixels.
    """
    index = paper_index(figures)
    columns = _columns([(then, now) for _, then, now in index], "index", has_words=False)
    months = [month for month, _, _ in index]
    below = [{"at": at, "word": phrases.month_tick(month)} for at, month in enumerate(months)]
    most = max(120, *(v for _, *pair in index for v in pair if v is not None))
    return draw(
        PAPER_YEARS,
        Size(width, 168, left=40, right=8, top=12, bottom=26),
        {"columns": columns, "mean": [{"index": 100}], "words_below": below},
        month_signals(months, {}) | {"most": most + 5},
    )


def _columns(
    pairs: Sequence[tuple[int | None, int | None]], name: str, *, has_words: bool
) -> list[dict[str, object]]:
    """Return a light and a dark column side by side for each pair of then and now; `has_words` labels them."""
    return [
        {
            "x0": x0,
            "x1": x0 + 0.38,
            "middle": x0 + 0.19,
            name: value,
            "zero": 0,
            "when": when,
            "word": str(value) if has_words else "",
        }
        for at, (then, now) in enumerate(pairs)
        for when, value, x0 in (("then", then, at - 0.38), ("now", now, at))
        if value is not None
    ]


def level_counts(story: Story, figures: Figures) -> list[tuple[int, int]]:
    """Return (then, now) counts of sections in each fifth of 0 to 100 per cent.

    A band counts at its middle; a bound, such as 「60%以上」, counts at the bound, because only that is known.
    """

    def counts(month: date | None) -> list[int]:
        found = [0] * 5
        for section in figures.sections if month else ():
            known = figures.then("use_month", section.code, story.key, month or date.min).known
            if known:
                found[min(4, int(_place(known) // 20))] += 1
        return found

    return list(zip(counts(story.since), counts(figures.month), strict=True))


def _place(known: Range) -> float:
    """Return the position of a value in per cent: 「60%以上」 at 60, 「40%未満」 just below 40, else the middle."""
    if known.high - known.low <= 2 * STEP:
        return known.middle
    if known.high >= WHOLE:
        return known.low
    return known.high - 1 if known.low <= 0 else known.middle


def draw_levels(story: Story, figures: Figures, phrases: Phrases, width: int) -> str:
    """Return how many sections are at each level, then and now, as SVG.

    Args:
        story: what the chart shows.
        figures: the month's coarse numbers.
        phrases: the language.
        width: width of the chart in pixels.
    """
    pairs = level_counts(story, figures)
    below = [{"at": at, "word": word} for at, word in enumerate(level_names(phrases))]
    return draw(
        LEVELS,
        Size(width, 168, left=8, right=8, top=12, bottom=26),
        {"columns": _columns(pairs, "count", has_words=True), "words_below": below},
        {"last": 4, "ticks": [], "words": {}, "most": 1.15 * max(max(pair) for pair in pairs)},
    )
