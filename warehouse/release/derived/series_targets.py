"""Holds any series against its target of a fiscal year, as far as the shown values decide it.

A level is held against the newest final month of the year, a change against the same months of the base year, and only
months count that are known on both sides for the same sections. Ranges are those that a reader can compute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.release.derived.reach import reach
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.names import TOWN
from warehouse.release.tables.rounding import Range, counts_rounded_to, summed
from warehouse.release.tables.series import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.release.tables.series import SeriesKind

    Months = Mapping[date, Range]


def series_target_year(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return each target of a series with what it is held against; targets of no known series are left out."""
    own_counts = {row["name"]: row["better"] for row in view.rows("own_count")}
    rows = []
    for target in view.rows("series_target"):
        kind = kind_of(target["series"], own_counts)
        if kind is not None:
            section = target["section"] or TOWN
            known = known_months(view, yardsticks, kind, section)
            rows.append(_held(view, yardsticks, {**target, "section": section}, kind, known))
    return rows


def known_months(
    view: ReleasedView, yardsticks: Yardsticks, kind: SeriesKind, section: str
) -> Months:
    """Return month → the range of a series, for the final months of a section in which every part of it is shown."""
    parts: dict[date, list[Range | None]] = {}
    for row in view.rows(kind.table):
        if row["section"] == section and kind.has(row) and yardsticks.is_over(row["month"]):
            parts.setdefault(row["month"], []).append(_range(kind, row))
    known = {}
    for month, own in parts.items():
        shown = [one for one in own if one is not None]
        heads = view.heads.get((section, month)) if kind.is_a_head else 1
        if len(shown) == len(own) and heads:
            known[month] = summed(shown).over(heads)
    return known


def _range(kind: SeriesKind, row: Row) -> Range | None:
    if row["withheld_because"] is not None or row["state"] != "final":
        return None
    if kind.column is None:
        return known_between(kind.table, row)
    return None if row[kind.column] is None else counts_rounded_to(row[kind.column])


def _held(
    view: ReleasedView, yardsticks: Yardsticks, target: Row, kind: SeriesKind, known: Months
) -> Row:
    months = [one for one in sorted(known) if yardsticks.fiscal_year(one) == target["fiscal_year"]]
    if target["level"] is not None:
        counted = months[-1:]
        found = known[counted[0]] if counted else None
    else:
        back = target["fiscal_year"] - target["base_year"]
        base = {one: one.replace(year=one.year - back) for one in months}
        counted = [
            one
            for one, then in base.items()
            if then in known and view.succession.is_same(target["section"], one, then)
        ]
        found = _change(
            kind, [known[one] for one in counted], [known[base[one]] for one in counted]
        )
    better = target["better"] or kind.better
    return {
        **target,
        "better": better,
        "first_month": counted[0] if counted else None,
        "last_month": counted[-1] if counted else None,
        "months": len(counted),
        "low": None if found is None else found.low,
        "high": None if found is None else found.high,
        "reach": reach_of(
            found, target["change"] if target["level"] is None else target["level"], better
        ),
    }


def _change(kind: SeriesKind, now: Sequence[Range], then: Sequence[Range]) -> Range | None:
    """Return the change of the mean: in points for shares, else in per cent; None where nothing can be compared."""
    if not now:
        return None
    if kind.scale == "per_cent":
        return summed(now).per_cent_more(summed(then))
    return summed(now).over(len(now)).less(summed(then).over(len(then)))


def reach_of(found: Range | None, wanted: float | None, better: str) -> str | None:
    """Return reached or below; None where nothing is known or wanted, or the range leaves both open."""
    if found is None or wanted is None:
        return None
    if better == "less":
        return reach(-found.high, -found.low, -wanted, 0)
    return reach(found.low, found.high, wanted, 0)
