"""Determines which sources deliver one count a month, and when a month is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.months import month_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

WITHOUT_DAYS = frozenset({"actions", "trainings"})
"""Books of occasional events: a day without an entry is neither missing nor final."""


def monthly_sources(days: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """Return the sources that owe one count a month, filed on its first day, from rows of `freshness`."""
    every: dict[str, bool] = {}
    for row in days:
        source, day = str(row["source"]), row["day_on"]
        every[source] = every.get(source, True) and getattr(day, "day", 1) == 1
    return frozenset(source for source, is_monthly in every.items() if is_monthly)


def is_month_over(month: date, as_of: date) -> bool:
    """Tell whether a month (any day of it) is over; before that nobody can have filled in its book."""
    return as_of >= month_end(month)
