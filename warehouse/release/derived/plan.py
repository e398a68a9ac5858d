"""Says before an action begins what its verdict could tell, for each number of waves, from the release alone.

The sections' own noise up to the last final month decides. Nothing here makes a claim or writes a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Literal

import numpy as np

from warehouse.months import month_after, months_from
from warehouse.release.derived.series import begins_of, lay_out_series, published_smallest
from warehouse.statistics.contrast import AFTER, BEFORE, Panel, Treated
from warehouse.statistics.lot import LEAST_WAVES, WAVES_APART, draw, most_waves
from warehouse.statistics.power import announce

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView
    from warehouse.release.derived.series import Series
    from warehouse.release.derived.yardsticks import Yardsticks

LeftOut = Literal["no_number", "unknown_months", "begun_lately"]
_LARGE_POINTS, _LARGE_LOG = 20.0, log(2)
"""Changes that hardly any training or rule makes: 20 points; half or double."""
_NEARLY = 1.1
"""A smallest change within a tenth of the least is not worth seven months more."""


@dataclass(frozen=True, slots=True)
class PlanBasis:
    """What a plan is drawn on: the final months of the sections that can take part, and who cannot."""

    name: str
    series: Series
    panel: Panel
    left_out: Mapping[str, LeftOut]


@dataclass(frozen=True, slots=True)
class Offer:
    """A drawn order, and what its verdict could tell.

    Attributes:
        waves: the sections of each wave; the last is the comparison.
        starts: the first of the month in which each wave begins.
        judged_after: the last month that the verdict needs.
        smallest: in the better direction, in points or per cent.
        is_rare: hardly any action changes so much, or there is no room for it.
    """

    waves: tuple[tuple[str, ...], ...]
    starts: tuple[date, ...]
    judged_after: date
    smallest: float
    is_rare: bool

    @property
    def months(self) -> int:
        """Months from the first start until the verdict's last month is over."""
        return months_from(self.starts[0], self.judged_after) + 1


def read_plan_basis(
    view: ReleasedView, yardsticks: Yardsticks, name: str, sections: Sequence[str], first: date
) -> PlanBasis | None:
    """Return the sections that can take part; None without twelve final months of the series.

    A section takes part if it has a number of its own in each of the last twelve final months, and if nothing began
    there in the twelve months before the first start that may move it.
    """
    series = lay_out_series(view, yardsticks, name)
    final = None if series is None else series.until_final()
    if final is None or len(final.months) < BEFORE:
        return None
    begins = begins_of(view, name, final)[:, max(0, months_from(final.months[0], first) - BEFORE) :]
    left_out: dict[str, LeftOut] = {}
    for section in sections:
        row = final.row_of.get(section)
        is_unknown = np.isnan(final.values[row, -BEFORE:]) if row is not None else None
        if is_unknown is None or is_unknown.all():
            left_out[section] = "no_number"
        elif is_unknown.any():
            left_out[section] = "unknown_months"
        elif begins[row].any():
            left_out[section] = "begun_lately"
    own = final.of_sections(set(sections) - left_out.keys())
    return PlanBasis(name, own, Panel(own.values, begins_of(view, name, own)), left_out)


def offers(basis: PlanBasis, first: date, seed: int) -> tuple[Offer, ...]:
    """Return one offer for each number of waves that can be compared; empty where there are too few sections.

    Args:
        basis: the sections that take part.
        first: first of the month in which the first wave begins.
        seed: of the lot.
    """
    waves = range(LEAST_WAVES, most_waves(len(basis.series.sections)) + 1)
    found = (_offer(basis, first, draw(basis.series.sections, seed, one)) for one in waves)
    return tuple(one for one in found if one is not None)


def proposed(offered: Sequence[Offer]) -> Offer:
    """Return the offer with the fewest waves that tells nearly as small a change as any of them."""
    least = min(one.smallest for one in offered)
    return next(one for one in offered if one.smallest <= _NEARLY * least)


def _offer(basis: PlanBasis, first: date, waves: tuple[tuple[str, ...], ...]) -> Offer | None:
    series = basis.series
    starts = tuple(month_after(first, at * WAVES_APART) for at in range(len(waves)))
    planned = [
        Treated(series.row_of[section], months_from(series.months[0], start))
        for own, start in zip(waves, starts, strict=True)
        for section in own
    ]
    smallest = announce(basis.panel, planned, least=series.least)
    if smallest is None:
        return None
    return Offer(
        waves,
        starts,
        month_after(starts[-2], AFTER),
        published_smallest(series.kind, smallest),
        smallest > _most_likely(series),
    )


def _most_likely(series: Series) -> float:
    """Return the largest change that an action may be expected to make, on the scale of the series."""
    if series.kind.scale != "points":
        return _LARGE_LOG
    level = float(series.values[:, -BEFORE:].mean())
    return min(_LARGE_POINTS, 100 - level if series.kind.better == "more" else level)
