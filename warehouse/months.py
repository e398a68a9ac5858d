"""Months and quarters as the dates of their first days."""

from __future__ import annotations

from datetime import date, timedelta


def quarter_of(month: date) -> date:
    """Return the first day of the calendar quarter."""
    return date(month.year, month.month - (month.month - 1) % 3, 1)


def month_after(month: date) -> date:
    """Return the first of the next month, of any day of a month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(month: date) -> date:
    """Return the first of the month before, of any day of a month."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_later(month: date, count: int) -> date:
    """Return the first of the month that is so many months later, or earlier if negative, of any day of a month."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def month_end(month: date) -> date:
    """Return the last day of the month, of any day of it."""
    return month_after(month) - timedelta(days=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of all months from one to another, both among them."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(month_later(first, at) for at in range(count))
