"""Lays a series out by section and month, as a reader of the release sees it, for the verdicts.

A value is the shown one, or the middle of a narrow band: five points (≥ 95 % counts as 97.5), or five per cent of an
amount. A month is unknown where the cell is withheld, wider than that, not final, or of other sections than today's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, exp, log
from typing import TYPE_CHECKING

import numpy as np

from warehouse.months import month_after, months_between, months_from
from warehouse.release.tables.bands import ENDS_PER_CENT
from warehouse.release.tables.names import SMALL, TOWN
from warehouse.release.tables.series import TASK_HOURS, SeriesKind, kind_of
from warehouse.statistics.verdict import LEAST_LOG, LEAST_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.statistics.contrast import Flags, Floats

HALF = 0.5
"""Added to a count before the logarithm, so that a month with none has one."""
_USE = "use "
_TENTHS = 10


@dataclass(frozen=True)
class Series:
    """The months of one series: `values` is sections × months in points or logarithms, NaN where unknown.

    `final_to` is the place of the last month up to which no value can change any more; -1: there is none.
    """

    kind: SeriesKind
    sections: tuple[str, ...]
    months: tuple[date, ...]
    values: Floats
    town: Floats
    final_to: int

    def until_final(self) -> Series:
        """Return the months up to the last one that cannot change any more."""
        end = self.final_to + 1
        return replace(
            self, months=self.months[:end], values=self.values[:, :end], town=self.town[:end]
        )

    def of_sections(self, sections: Iterable[str]) -> Series:
        """Return the series of these sections alone, as far as it has them."""
        kept = tuple(sorted(set(sections) & set(self.sections)))
        return replace(self, sections=kept, values=self.values[[self.row_of[one] for one in kept]])

    @property
    def least(self) -> float:
        """The smallest change that matters, on the scale of the values."""
        return LEAST_POINTS if self.kind.scale == "points" else LEAST_LOG

    @property
    def last_final(self) -> date:
        """The last month that cannot change any more; the one before the first month if there is none."""
        return month_after(self.months[0], self.final_to)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Section → its row."""
        return {section: row for row, section in enumerate(self.sections)}


def lay_out_series(view: ReleasedView, yardsticks: Yardsticks, name: str) -> Series | None:
    """Return the months of a series that are over; None if the release has no such series or no month of it."""
    own_counts = {row["name"]: row["better"] for row in view.rows("own_count")}
    kind = kind_of(name, own_counts)
    if kind is None:
        return None
    rows = [
        row for row in view.rows(kind.table) if kind.has(row) and yardsticks.is_over(row["month"])
    ]
    if not rows:
        return None
    months = months_between(min(row["month"] for row in rows), max(row["month"] for row in rows))
    place = {month: at for at, month in enumerate(months)}
    sections = tuple(sorted({row["section"] for row in rows} - {SMALL, TOWN}))
    values = np.full((len(sections) + 1, len(months)), np.nan)
    for (section, month), own in _by_cell(rows).items():
        is_alike = section == TOWN or view.succession.is_same(section, months[-1], month)
        if section != SMALL and is_alike:
            at = len(sections) if section == TOWN else sections.index(section)
            values[at, place[month]] = _value(view, kind, own)
    open_from = min(
        (place[row["month"]] for row in rows if row["state"] == "provisional"), default=len(months)
    )
    return Series(kind, sections, months, values[:-1], values[-1], open_from - 1)


def _by_cell(rows: Iterable[Row]) -> Mapping[tuple[str, date], list[Row]]:
    """Return (section, month) → its rows: several where sheets come from several sources."""
    found: dict[tuple[str, date], list[Row]] = defaultdict(list)
    for row in rows:
        found[row["section"], row["month"]].append(row)
    return found


def _value(view: ReleasedView, kind: SeriesKind, rows: Sequence[Row]) -> float:
    value = _middle(kind, [_ends(kind, row) for row in rows])
    if value is None:
        return np.nan
    if kind.scale == "points":
        return value
    if not kind.is_a_head:
        return log(value + HALF)
    heads = view.heads.get((rows[0]["section"], rows[0]["month"]))
    return log((value + HALF) / heads) if heads else np.nan


def _ends(kind: SeriesKind, row: Row) -> tuple[float, float] | None:
    """Return the ends of a final cell, or its count twice; None where a reader does not see them."""
    if row["withheld_because"] is not None or row["state"] != "final":
        return None
    low, high = (row["low"], row["high"]) if kind.column is None else (row[kind.column],) * 2
    return None if low is None or high is None else (float(low), float(high))


def _middle(kind: SeriesKind, ends: Sequence[tuple[float, float] | None]) -> float | None:
    """Return the middle of the sum of several cells; None where it is not known closely."""
    known = [one for one in ends if one is not None]
    low, high = sum(one for one, _ in known), sum(one for _, one in known)
    widest = ENDS_PER_CENT if kind.scale == "points" else high * ENDS_PER_CENT / 100
    return (low + high) / 2 if len(known) == len(ends) and high - low <= widest else None


def published_change(kind: SeriesKind, change: float) -> float:
    """Return a change in points or in per cent."""
    return change if kind.scale == "points" else 100 * (exp(change) - 1)


def published_smallest(kind: SeriesKind, smallest: float) -> float:
    """Return the size of a smallest change in the better direction, in points or per cent, rounded up to a tenth."""
    in_better = -smallest if kind.better == "less" else smallest
    return ceil(_TENTHS * abs(published_change(kind, in_better))) / _TENTHS


def begins_of(view: ReleasedView, name: str, series: Series) -> Flags:
    """Return sections × months: where an action or a training of one section that may move the series began.

    What began in the whole town hall moves both sides alike.
    """
    begins = np.zeros(series.values.shape, dtype=bool)
    for section, day in _begun(view, name):
        month = months_from(series.months[0], day)
        if section in series.row_of and 0 <= month < len(series.months):
            begins[series.row_of[section], month] = True
    return begins


def _begun(view: ReleasedView, name: str) -> Iterator[tuple[str | None, date]]:
    tool = name.removeprefix(_USE) if name.startswith(_USE) else None
    for row in view.rows("action"):
        is_mine = row["series"] == name or (tool is not None and row["tool"] == tool)
        if is_mine and row["acted_on"] is not None:
            yield row["section"], row["acted_on"]
    for row in view.rows("training") if tool else ():
        if row["tool"] in {None, tool} and row["held_on"] is not None:
            yield row["section"], row["held_on"]
    # A section that changed a task without an action is no comparison for one that did.
    for row in view.rows("task_change") if name == TASK_HOURS else ():
        yield row["section"], row["from_on"]
