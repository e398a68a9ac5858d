"""Convert the rows of a usage report into each person's counts for its day.

Microsoft counts per account object. A name can occur twice, if an account was deleted and created again, and in
different letter case: these rows are one person, whose counts are added. Guests are left out. Rows that are
equal in every cell are one row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart, StopStream
from connectors.contract.messages import Message
from connectors.contract.streams import count_of_a_day
from connectors.vendors.microsoft_365.usage.reports import ACCOUNT, REFRESHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_DIGITS = 20
_GUEST = "#ext#"
"""Part of the name of an account that was invited from outside."""
_WHOLE = re.compile(r"([0-9]+)(\.0*)?", re.ASCII)


def use_facts(
    report: str,
    counts: Mapping[str, tuple[str, str]],
    rows: Sequence[Mapping[str, str]],
    day: date,
    place: str,
) -> Iterator[dict[str, object]]:
    """Yield a fact for each person and counted column that is not 0.

    Args:
        report: the stream's name.
        counts: column → (tool, action).
        rows: the rows of the day's report, by column.
        day: the report's day.
        place: the location for error messages.

    Raises:
        SkipPart: a column is empty in every row or holds something other than numbers: that is not 0.
    """
    distinct = {tuple(row.items()): row for row in rows}.values()
    for column in counts:
        if distinct and not any(row[column].strip() for row in distinct):
            raise _unread(Message("column {name!r} is empty in every row", name=column), place)
    people: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in distinct:
        # A row without a name belongs to an unknown account, but its counts are real use.
        account = row[ACCOUNT].strip().casefold()
        if _GUEST not in account:
            people[account].append(row)
    for mine in people.values():
        account = min(row[ACCOUNT].strip() for row in mine)
        for column, (tool, action) in counts.items():
            if uses := sum(_count(row[column], column, place) for row in mine):
                yield {
                    "event": f"{report}:{day}:{account}:{column}",
                    "day_on": day,
                    "account": account or None,
                    "tool": tool,
                    "action": action,
                    "vendor_action": column,
                    "uses": uses,
                }


def refreshed_on(rows: Sequence[Mapping[str, str]], place: str) -> date | None:
    """Return the date up to which the report is complete; None if it has no rows.

    Raises:
        StopStream: no row has a refresh date.
    """
    days = []
    for row in rows:
        try:
            days.append(date.fromisoformat(row[REFRESHED].strip()))
        except ValueError:
            continue
    if rows and not days:
        raise StopStream(
            Message("column {name!r} holds no date", name=REFRESHED),
            place=place,
            next_step=Message(
                "{vendor} has changed its format: look for a newer version of this program",
                vendor="Microsoft",
            ),
        )
    return min(days, default=None)


def _count(written: str, column: str, place: str) -> int:
    found = _WHOLE.fullmatch(written.strip() or "0")
    if found is None:
        raise _unread(Message("column {name!r} holds no whole number", name=column), place)
    try:
        return count_of_a_day(int(found[1][:_MOST_DIGITS]))
    except ValueError:
        raise _unread(
            Message("column {name!r} holds no whole number", name=column), place
        ) from None


def _unread(thing: Message, place: str) -> SkipPart:
    return SkipPart(
        thing,
        place=place,
        next_step=Message(
            "the day is asked for again the next night; if it stays, Microsoft has changed its format: look for a newer version of this program"
        ),
    )
