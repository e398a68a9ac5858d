"""Convert Universal Print's rows into one fact per person and day.

Microsoft identifies rows by their `id`; a row on two pages is one row. A person can have two rows for a day, if
an account was deleted and created again: their counts are added.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from connectors.contract.streams import count_of_a_day

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNTS = ("completedJobCount", "pageCount", "mediaSheetCount")
ISO_DAY = len("2020-02-04")
_MOST_DIGITS = 20


class Usage(NamedTuple):
    """One row; `id` is Microsoft's identifier, None if a file lacks it."""

    id: str | None
    day: date
    account: str
    jobs: int
    impressions: int
    sheets: int


def usage_of(usage_row: Any) -> Usage:  # noqa: ANN401 - whatever JSON holds
    """Return one row of the response.

    Raises:
        KeyError, TypeError, ValueError: the row has no readable day or count.
    """
    # `2020-02-04T00:00:00.0000000Z` or `2020-02-04`: only the day is used.
    day = date.fromisoformat(str(usage_row["usageDate"])[:ISO_DAY])
    jobs, impressions, sheets = (_count(usage_row[name]) for name in COUNTS)
    account = str(usage_row["userPrincipalName"] or "").strip()
    return Usage(
        str(usage_row["id"]) if usage_row.get("id") else None,
        day,
        account,
        jobs,
        impressions,
        sheets,
    )


def _count(value: object) -> int:
    if isinstance(value, str):
        # PowerShell's files hold numbers as text.
        value = int(value) if value.isascii() and len(value) < _MOST_DIGITS else None
    return count_of_a_day(value)


def day_of_usage(usage_row: Any) -> date | None:  # noqa: ANN401 - as above
    """Return the day of a row that is otherwise unreadable; None if the day is unreadable too."""
    try:
        return date.fromisoformat(str(usage_row["usageDate"])[:ISO_DAY])
    except (KeyError, TypeError, ValueError):
        return None


def print_facts(usage_row: Iterable[Usage]) -> list[dict[str, object]]:
    """Return a fact for each person and day with any printed side or sheet."""
    people: dict[tuple[date, str], dict[object, Usage]] = defaultdict(dict)
    for one in usage_row:
        people[one.day, one.account.casefold()][one.id or one] = one
    return [
        {
            "event": f"{day}:{min(one.account for one in mine)}",
            "day_on": day,
            "account": min(one.account for one in mine) or None,
            "quality": "measured",
            "impressions": sum(one.impressions for one in mine),
            "sheets": sum(one.sheets for one in mine),
            # The completed part of an unfinished job is paper too, and the job counts as one.
            "jobs": sum(one.jobs for one in mine) or 1,
        }
        for (day, _), rows in people.items()
        if (mine := list(rows.values())) and any(one.impressions or one.sheets for one in mine)
    ]
