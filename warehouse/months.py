"""The arithmetic of months and quarters, each as the date of its first day; no other module does it."""

from __future__ import annotations

from datetime import date, timedelta


def quarter_of(month: date) -> date:
    """Return the first day of the calendar quarter."""
    return date(month.year, month.month - (month.month - 1) % 3, 1)


def month_after(month: date, count: int = 1) -> date:
    """Return the first of the month that is `count` months later, of any day of a month."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def month_before(month: date, count: int = 1) -> date:
    """Return the first of the month that is `count` months earlier, of any day of a month."""
    return month_after(month, -count)


def month_end(month: date) -> date:
    """Return the last day of the month, of any day of it."""
    return month_after(month) - timedelta(days=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of all months from one to another, both among them."""
    return tuple(month_after(first, at) for at in range(months_from(first, last) + 1))


def months_from(first: date, last: date) -> int:
    """Return how many months later the month of `last` is than that of `first`."""
    return (last.year - first.year) * 12 + last.month - first.month
