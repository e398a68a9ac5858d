"""Coarsening of a number: bands of possible counts, whole per cents with bottom and top coding, rounded sheets.

Pure arithmetic. The floors are constants here, and no function takes one as an argument.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from warehouse.release.tables.coding import Value

if TYPE_CHECKING:
    from warehouse.release.tables.coding import Coding

MIN_VALUES = 3
"""A hidden head count keeps at least this many possible values."""
ENDS_PER_CENT = 5
"""Shares of person-days below this, and above 100 minus this, are bottom- and top-coded (per cent)."""
TOWN_STEP = 5
"""Step of the whole town hall's head counts, in per cent."""
SHARE_STEP = 5
"""Step of shares of uses and of meetings, in per cent."""
MIN_MEETINGS = 10
"""Fewest meetings for a share: among fewer it would be chance, and a single meeting would show in it."""
HALF_HOURS = 0.5
"""Step of meeting hours per head, in hours."""
FEW_SHEETS = 1_000
"""Sheets below this keep two significant digits, from this on three."""
MIN_COUNT = 10
"""Counts of things people did below this are coded together with none: a 0 would disclose that nobody did anything."""


@dataclass(frozen=True, slots=True)
class Band:
    """What a reader sees of one hidden count (`value`), and the counts that it can therefore be."""

    value: Value
    least: int
    most: int

    @property
    def low(self) -> float:
        """The low end that a reader sees."""
        return self.value.low

    @property
    def high(self) -> float:
        """The high end that a reader sees."""
        return self.value.high


def runs(least: int, most: int) -> list[tuple[int, int]]:
    """Split the counts least..most into as many runs of at least `MIN_VALUES` counts as possible.

    The first run takes the remainder: of the variants that were tried, this one keeps the shown values closest to the
    truth (DISCLOSURE.md, "How wide"). Empty if there are fewer counts than one run needs.
    """
    number = (most - least + 1) // MIN_VALUES
    ends = [most - MIN_VALUES * index for index in reversed(range(number))]
    starts = [least, *(end + 1 for end in ends[:-1])]
    return list(zip(starts, ends, strict=False))


def runs_supposing(least: int, most: int, supposed: int) -> list[tuple[int, int]]:
    """Split least..most so that three counts remain even for a reader who supposes at most `supposed`.

    Counts above the supposition form runs of their own, or extend the last run. Empty if the supposition alone leaves
    too few.
    """
    if supposed >= most:
        return runs(least, most)
    below = runs(least, supposed)
    if below and most - supposed < MIN_VALUES:
        return [*below[:-1], (below[-1][0], most)]
    return [*below, *runs(supposed + 1, most)] if below else []


def band_head_count(
    count: int, people: int, least: int, supposed: int | None = None
) -> Band | None:
    """Return the run of least..people that holds a head count; None if no run is wide enough.

    Args:
        count: the hidden head count.
        people: people in the group.
        least: the fewest that a reader can already prove; only counts from here on are cut.
        supposed: the most, supposing that nobody works on non-working days; None: no supposition.
    """
    for first, last in runs_supposing(least, people, people if supposed is None else supposed):
        if first <= count <= last:
            return as_shown(first, last, people)
    return None


def as_shown(first: int, last: int, people: int) -> Band:
    """Return the band of first..last people out of `people`, in whole per cent."""
    low, high = round(100 * first / people), round(100 * last / people)
    return Band(Value(low, high, "interval", "per_cent"), first, last)


def town_step(people: int) -> int:
    """Return the rounding step of the whole town hall's head counts, in per cent: at least three people."""
    step = TOWN_STEP
    while step * people < 100 * MIN_VALUES:
        step += TOWN_STEP
    return step


def band_town(count: int, people: int, least: int, most: int, latest_cut: int) -> Band | None:
    """Return the whole town hall's head count rounded to 5 per cent, or to wider steps where necessary.

    Args:
        count: the hidden head count.
        people: people on the roster.
        least: the fewest that a reader can already prove.
        most: the most that a reader can already prove.
        latest_cut: the highest count at which a band may begin; above it, it would narrow the sections' own bands.
    """
    if most - least + 1 < MIN_VALUES or not least <= count <= most:
        return None
    step = town_step(people)
    last_cell = ceil(100 / step)
    cuts = [ceil((cell - 0.5) * step * people / 100) for cell in range(1, last_cell + 1)]
    top = min(most - MIN_VALUES + 1, latest_cut)
    kept = [
        (cut, cell) for cell, cut in enumerate(cuts, start=1) if least + MIN_VALUES <= cut <= top
    ]
    first, last = least, most
    for cut, _ in kept:
        if cut <= count:
            first = cut
        else:
            last = cut - 1
            break
    low_cell, high_cell = (
        floor(100 * first / (step * people) + 0.5),
        floor(100 * last / (step * people) + 0.5),
    )
    low, high = min(100, low_cell * step), min(100, high_cell * step)
    coding: Coding = "about" if low == high else "interval"
    return Band(Value(low, high, coding, "per_cent"), first, last)


def band_person_days(active: int, assigned: int, bottom: int, top: int) -> Band:
    """Return the share of person-days in whole per cent, bottom- and top-coded.

    Args:
        active: person-days with a use.
        assigned: all person-days, more than 0.
        bottom: per cent below which shares are coded.
        top: per cent from which on shares are coded.
    """

    def first(per_cent: float) -> int:
        return ceil(per_cent * assigned / 100)

    whole = floor(100 * active / assigned + 0.5)
    if whole < bottom:
        return Band(Value(0, bottom, "below", "per_cent"), 0, first(bottom - 0.5) - 1)
    if whole >= top:
        return Band(Value(top, 100, "above", "per_cent"), first(top - 0.5), assigned)
    value = Value(whole, whole, "exact", "per_cent")
    return Band(value, first(whole - 0.5), first(whole + 0.5) - 1)


def code_share(count: float, of: float) -> Value:
    """Return a share of things that people did, in steps of 5 per cent and bottom-coded."""
    share = 100 * count / of
    if share < SHARE_STEP:
        return Value(0, SHARE_STEP, "below", "per_cent")
    step = int(SHARE_STEP * floor(share / SHARE_STEP + 0.5))
    return Value(step, step, "about", "per_cent")


def code_hours(hours: float) -> Value:
    """Return hours in half hours, bottom-coded below half an hour."""
    if hours < HALF_HOURS:
        return Value(0, HALF_HOURS, "below", "tenths")
    halves = HALF_HOURS * floor(hours / HALF_HOURS + 0.5)
    return Value(halves, halves, "exact", "tenths")


def code_count(count: float) -> Value:
    """Return a rounded count that is not of people; 0 stays 0."""
    rounded = round_sheets(count)
    return Value(rounded, rounded, "exact", "count")


def round_sheets(sheets: float) -> int:
    """Return sheets rounded to two significant digits below 1,000 and to three above."""
    if sheets <= 0:
        return 0
    unit = sheets_unit(sheets)
    return int(floor(sheets / unit + 0.5) * unit)


def sheets_unit(sheets: float) -> int:
    """Return the unit to which this many sheets are rounded."""
    digits = 2 if sheets < FEW_SHEETS else 3
    return int(10 ** max(0, floor(log10(max(sheets, 1))) + 1 - digits))


def code_printed(sheets: float) -> Value:
    """Return printed sheets, bottom-coded below ten and rounded to at least tens.

    Subtracting the other sections from the whole town hall never proves that nobody printed in a bottom-coded section:
    a shown value begins at a multiple of five sheets and ends one before another, so the remainder never ends at 0.
    """
    if sheets < MIN_COUNT:
        return Value(0, MIN_COUNT, "below", "count")
    in_tens = MIN_COUNT * floor(sheets / MIN_COUNT + 0.5)
    shown = round_sheets(in_tens if sheets < MIN_COUNT**2 else sheets)
    return Value(shown, shown, "exact", "count")


def least_rounded(shown: float) -> int:
    """Return the least count that `round_sheets` rounds to this value."""
    return bisect_left(range(int(shown) + 1), shown, key=round_sheets)


def most_rounded(shown: float) -> int:
    """Return the greatest count that `round_sheets` rounds to this value."""
    return bisect_right(range(2 * int(shown) + 1), shown, key=round_sheets) - 1
