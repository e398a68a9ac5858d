"""Charts of columns in pairs, then beside now: paper by month, sections by level."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboards.charts.axes import month_signals
from dashboards.charts.drawing import Size, draw
from dashboards.newsletter.figures import month_before, round_to_step
from dashboards.newsletter.kinds import LEVELS, PAPER_YEARS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.newsletter.choose import Story
    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.voice import Voice

LEVEL_NAMES = ("0〜20%", "20〜40%", "40〜60%", "60〜80%", "80〜100%")


def paper_index(figures: Figures) -> list[tuple[date, int | None, int | None]]:
    """Return month, index a year before and index now, for the last twelve months.

    100 is the mean month of those a year before; rounded to five.
    """
    sheets = figures.sheets()
    months = [month_before(figures.month, k) for k in range(11, -1, -1)]
    before = [
        sheets[m].middle for m in (month_before(month, 12) for month in months) if m in sheets
    ]
    base = sum(before) / len(before)

    def index(month: date) -> int | None:
        return round_to_step(100 * sheets[month].middle / base) if month in sheets else None

    return [(month, index(month_before(month, 12)), index(month)) for month in months]


def draw_paper(_story: Story, figures: Figures, voice: Voice, width: int) -> str:
    """Draw twelve months of paper against the twelve before."""
    index = paper_index(figures)
    columns = _columns([(then, now) for _, then, now in index], "index", told=False)
    months = [month for month, _, _ in index]
    below = [{"at": at, "word": voice.month_tick(month)} for at, month in enumerate(months)]
    most = max(120, *(v for _, *pair in index for v in pair if v is not None))
    return draw(
        PAPER_YEARS,
        Size(width, 168, left=40, right=8, top=12, bottom=26),
        {"columns": columns, "mean": [{"index": 100}], "words_below": below},
        month_signals(months, {}) | {"most": most + 5},
    )


def _columns(
    pairs: Sequence[tuple[int | None, int | None]], name: str, *, told: bool
) -> list[dict[str, object]]:
    """Return a light column and a dark one beside it for each pair of then and now."""
    return [
        {
            "x0": x0,
            "x1": x0 + 0.38,
            "middle": x0 + 0.19,
            name: value,
            "zero": 0,
            "when": when,
            "word": str(value) if told else "",
        }
        for at, (then, now) in enumerate(pairs)
        for when, value, x0 in (("then", then, at - 0.38), ("now", now, at))
        if value is not None
    ]


def level_counts(story: Story, figures: Figures) -> list[tuple[int, int]]:
    """Return how many sections stood, and stand, in each fifth of 0 to 100 per cent.

    A band counts where its middle lies.
    """

    def counts(month: date | None) -> list[int]:
        found = [0] * 5
        for section in figures.sections if month else ():
            known = figures.then("use_month", section.code, story.key, month or date.min).known
            if known:
                found[min(4, int(known.middle // 20))] += 1
        return found

    return list(zip(counts(story.since), counts(figures.month), strict=True))


def draw_levels(story: Story, figures: Figures, _voice: Voice, width: int) -> str:
    """Draw how many sections stand at each level, then and now."""
    pairs = level_counts(story, figures)
    below = [{"at": at, "word": word} for at, word in enumerate(LEVEL_NAMES)]
    return draw(
        LEVELS,
        Size(width, 168, left=8, right=8, top=12, bottom=26),
        {"columns": _columns(pairs, "count", told=True), "words_below": below},
        {"last": 4, "ticks": [], "words": {}, "most": 1.15 * max(max(pair) for pair in pairs)},
    )
