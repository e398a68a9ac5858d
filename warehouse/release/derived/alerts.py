"""Alerts on things that need attention now: a use rate that fell, paper that rose, a source that is silent.

An alert is raised only where the released values leave no doubt: within a bound or a rounding range, the end that
speaks against the alert counts. The mean of shown values is itself a range, as wide as they leave it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from warehouse.months import month_number
from warehouse.release.derived.paper_rise import judged_sections, paper_rises
from warehouse.release.derived.released_view import KNOWN, ReleasedView
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import WHOLE_PER_CENT, Range, rounded_between, summed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import pyarrow as pa

    from warehouse.release.derived.released_view import Row
    from warehouse.town import Town

SPAN = 3
"""Months before the newest one with which it is compared."""
SILENT_DAYS = 3
"""Working days without data after which a source counts as silent."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What could have raised an alert in the newest month; anything else is not checked, so no alert proves nothing."""

    use: int
    """Pairs of section and tool that can be compared with the three months before."""
    of_use: int
    """All pairs of one of today's sections and a tool that covers it."""
    printing: int
    """Sections whose printing can be judged over fifteen months."""
    of_printing: int
    """All of today's sections that a print source covers."""


def watched(tables: Mapping[str, pa.Table], town: Town, as_of: date) -> Watched:
    """Return what could have raised an alert in a release."""
    view, yardsticks = ReleasedView(tables), Yardsticks(town, as_of)
    ended = {
        row["section"] for row in view.rows("section") if row["to_on"] and row["to_on"] < as_of
    }
    counted = {
        key
        for key, months in view.months("use_month", "section", "tool").items()
        if key[0] != TOWN and key[0] not in ended and months[-1]["withheld_because"] != "unserved"
    }
    comparable = {key for key, _ in _compared(view, yardsticks)} & counted
    judged, printing = judged_sections(view, yardsticks)
    return Watched(len(comparable), len(counted), len(judged - ended), len(printing - ended))


def alert(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return one row for each alert: sections first, then sources."""
    return [*_fallen(view, yardsticks), *_risen(view, yardsticks), *_silent(view, yardsticks)]


def _fallen(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    rows = []
    for (section, tool), (*before, last) in _compared(view, yardsticks):
        mean = summed(_between(row) for row in before).over(SPAN)
        if mean.low > 0 and 3 * _between(last).high <= 2 * mean.low:
            key = {"section": section, "tool": tool, "month": last["month"]}
            shown = Range(last["low"], last["high"])
            rows.append(
                {
                    "kind": "use_fell",
                    **key,
                    **_range_columns("value", shown),
                    **_range_columns("before", mean),
                }
            )
    return rows


def _compared(
    view: ReleasedView, yardsticks: Yardsticks
) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Yield (section, tool) with its newest months, where all of them hold the same sections."""
    for key, months in _newest(view, yardsticks, "use_month", "section", "tool").items():
        now = months[-1]["month"]
        if all(view.succession.is_same(key[0], now, row["month"]) for row in months):
            yield key, months


def _between(row: Row) -> Range:
    return rounded_between(row["low"], row["high"], WHOLE_PER_CENT)


def _range_columns(name: str, known: Range) -> Row:
    low, high = known.rounded()
    return {name: low} if low == high else {name: low, f"{name}_high": high}


def _risen(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    return [
        {
            "kind": "paper_rose",
            "section": rise.section,
            "month": rise.month,
            **_range_columns("value", rise.now),
            **_range_columns("before", rise.before),
        }
        for rise in paper_rises(view, yardsticks)
    ]


def _newest(
    view: ReleasedView, yardsticks: Yardsticks, table: str, *keys: str
) -> Mapping[tuple[str, ...], list[Row]]:
    """Return the newest month that is over and the three before it, where all are complete and shown."""
    over = [row["month"] for row in view.rows(table) if yardsticks.is_over(row["month"])]
    newest = month_number(max(over)) if over else 0
    found = {}
    for key, months in view.months(table, *keys).items():
        lately = [row for row in months if newest - SPAN <= month_number(row["month"]) <= newest]
        is_whole = all(row["coding"] is not None and row["state"] in KNOWN for row in lately)
        if key[0] != TOWN and len(lately) == SPAN + 1 and is_whole:
            found[key] = lately
    return found


def _silent(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return the silent sources; books are left out, because they are kept by month.

    A source that has never delivered anything is absent, not silent: its days are counted from the day on which its
    data was first due, and never from before the launch. Only working days on which data was due count: one of its
    streams may have ended before the next begins.
    """
    owed_from = {row["source"]: row["owed_from"] for row in view.rows("source")}
    days: dict[str, list[Row]] = defaultdict(list)
    for row in view.rows("freshness"):
        if row["source"] in owed_from:
            days[row["source"]].append(row)
    rows = []
    for source, owed in days.items():
        if all(row["day_on"].day == 1 for row in owed):
            continue
        read = max((row["day_on"] for row in owed if row["state"] in KNOWN), default=None)
        if read is not None:
            kind, first = "source_stale", read + timedelta(days=1)
        else:
            launch = yardsticks.town.launched_on
            first = max(owed_from[source] or launch, launch)
            kind = "source_absent"
        owed_on = {row["day_on"] for row in owed}
        silent = sum(day >= first and day in owed_on for day in yardsticks.working_days)
        if silent >= SILENT_DAYS:
            rows.append({"kind": kind, "source": source, "value": float(silent)})
    return rows
