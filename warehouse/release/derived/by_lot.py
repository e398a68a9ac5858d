"""Tells whether the sections of an action began in the order that was drawn by lot.

The lot is drawn again from the lines of the action book: a line that was left out, added or moved gives another order,
and then the comparison is one with others like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.months import month_after
from warehouse.statistics.lot import WAVES_APART, draw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import Row


_LOT = ("lot_seed", "lot_from", "lot_waves")


@dataclass(frozen=True, slots=True)
class FollowedLot:
    """A lot that was kept so far.

    Attributes:
        judged: the lines of all waves but the last, which is their comparison.
        last_start: first of the month in which the last of them began or, if it has not, is to begin.
        is_begun: whether all of them have begun.
    """

    judged: tuple[Row, ...]
    last_start: date
    is_begun: bool


def followed_lot(lines: Sequence[Row], last: date) -> FollowedLot | None:
    """Return the lot that all lines of an action carry, if it was kept; None otherwise.

    A section may begin later than drawn, but not after the next wave was to begin.

    Args:
        lines: all lines of the action, those not acted on included.
        last: the last month that cannot change any more. Until then, what has not begun may still begin.
    """
    months = _drawn_months(lines)
    if months is None:
        return None
    last_wave = max(months.values())
    for line in lines:
        first = months[_booked(line)]
        limit = None if first == last_wave else month_after(first, WAVES_APART)
        if not _is_in_time(line["acted_on"], first, limit, last):
            return None
    judged = tuple(line for line in lines if months[_booked(line)] < last_wave)
    starts = [(line["acted_on"] or months[_booked(line)]).replace(day=1) for line in judged]
    return FollowedLot(judged, max(starts), all(line["acted_on"] for line in judged))


def _drawn_months(lines: Sequence[Row]) -> Mapping[str, date] | None:
    """Return section → the first of the month that was drawn for it; None without one lot for all lines."""
    lots = {tuple(line.get(column) for column in _LOT) for line in lines}
    sections = {_booked(line) for line in lines}
    seed, first, waves = next(iter(lots))
    is_one = len(lots) == 1 and len(sections) == len(lines) and all(sections)
    if not is_one or seed is None or first is None or waves is None:
        return None
    try:
        drawn = draw(sections, seed, waves)
    except ValueError:
        return None
    return {
        section: month_after(first, wave * WAVES_APART)
        for wave, own in enumerate(drawn)
        for section in own
    }


def _booked(line: Row) -> str:
    """Return the section for which lots were drawn (empty: the whole town hall); a merger since then moves nothing."""
    return line.get("booked_section") or line["section"] or ""


def _is_in_time(acted_on: date | None, first: date, limit: date | None, last: date) -> bool:
    if acted_on is None:
        return limit is None or last < limit
    return acted_on >= first and (limit is None or acted_on < limit)
