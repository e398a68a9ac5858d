"""What each person printed on a day, as Universal Print tells it: rows → one fact a person and day.

Microsoft tells rows apart by their `id`; a row that comes on two pages is one. A person can have two rows of one day,
where an account was deleted and made anew: their counts are added.
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
    """One row: `id` is Microsoft's name for it, None where a file does not hold it."""

    id: str | None
    day: date
    account: str
    jobs: int
    impressions: int
    sheets: int


def usage_of(told: Any) -> Usage:  # noqa: ANN401 - whatever JSON holds
    """Return one row of the answer.

    Raises:
        KeyError, TypeError, ValueError: it has no readable day or count.
    """
    # `2020-02-04T00:00:00.0000000Z` or `2020-02-04`: the day is what counts.
    day = date.fromisoformat(str(told["usageDate"])[:ISO_DAY])
    jobs, impressions, sheets = (_count(told[name]) for name in COUNTS)
    account = str(told["userPrincipalName"] or "").strip()
    return Usage(
        str(told["id"]) if told.get("id") else None, day, account, jobs, impressions, sheets
    )


def _count(value: object) -> int:
    if isinstance(value, str):
        # So it stands in a file that PowerShell saved.
        value = int(value) if value.isascii() and len(value) < _MOST_DIGITS else None
    return count_of_a_day(value)


def day_of_usage(told: Any) -> date | None:  # noqa: ANN401 - as above
    """Return the day of a row of which something else cannot be read; None if that neither."""
    try:
        return date.fromisoformat(str(told["usageDate"])[:ISO_DAY])
    except (KeyError, TypeError, ValueError):
        return None


def facts_of(told: Iterable[Usage]) -> list[dict[str, object]]:
    """Return a fact for each person and day on which something came out on paper."""
    people: dict[tuple[date, str], dict[object, Usage]] = defaultdict(dict)
    for one in told:
        people[one.day, one.account.casefold()][one.id or one] = one
    return [
        {
            "event": f"{day}:{min(one.account for one in mine)}",
            "day_on": day,
            "account": min(one.account for one in mine) or None,
            "quality": "measured",
            "impressions": sum(one.impressions for one in mine),
            "sheets": sum(one.sheets for one in mine),
            # Of a job that did not come out whole, what came out is paper: it is one job all the same.
            "jobs": sum(one.jobs for one in mine) or 1,
        }
        for (day, _), rows in people.items()
        if (mine := list(rows.values())) and any(one.impressions or one.sheets for one in mine)
    ]
