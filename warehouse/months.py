"""Computes with months, quarters and fiscal years; no other module of the release or of dashboards does so.

Months and quarters are given as the date of their first day.
"""

from __future__ import annotations

from datetime import date, timedelta


def quarter_of(month: date) -> date:
    """Return the first day of the calendar quarter of `month`."""
    return date(month.year, month.month - (month.month - 1) % 3, 1)


def month_after(month: date, count: int = 1) -> date:
    """Return the first day of the month `count` months later; `month` may be any day of its month."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def month_before(month: date, count: int = 1) -> date:
    """Return the first day of the month `count` months earlier; `month` may be any day of its month."""
    return month_after(month, -count)


def month_end(month: date) -> date:
    """Return the last day of the month; `month` may be any day of it."""
    return month_after(month) - timedelta(days=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of all months from the month of `first` to that of `last`, both included."""
    return tuple(month_after(first, at) for at in range(months_from(first, last) + 1))


def month_number(month: date) -> int:
    """Return the number of months since the year 0, so that neighbouring months differ by 1."""
    return month.year * 12 + month.month


def fiscal_year_of(day: date, first_month: int) -> int:
    """Return the year in which the fiscal year of `day` began; it begins in the month `first_month`."""
    return day.year - (day.month < first_month)


def months_from(first: date, last: date) -> int:
    """Return how many months the month of `last` is after that of `first`."""
    return (last.year - first.year) * 12 + last.month - first.month
