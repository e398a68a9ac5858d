"""The rows of a usage report → what each person did on its day.

Microsoft counts per account object. A name can stand twice, where an account was deleted and made anew, and
in other letters: they are one person, whose counts are added. Guests are left out. A row that says the same in every cell is the same row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart, StopStream
from connectors.contract.messages import Message
from connectors.contract.streams import count_of_a_day
from connectors.vendors.microsoft_365.reports import ACCOUNT, REFRESHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_DIGITS = 20
_GUEST = "#ext#"
"""In the name of an account that was invited from outside."""
_WHOLE = re.compile(r"([0-9]+)(\.0*)?", re.ASCII)


def facts_of(
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
        rows: of the day's report, by column.
        day: the report's day.
        place: where, for the message.

    Raises:
        SkipPart: a column holds something else than numbers, or none at all: what it says is not 0.
    """
    distinct = {tuple(row.items()): row for row in rows}.values()
    for column in counts:
        if distinct and not any(row[column].strip() for row in distinct):
            raise _unread(Message("column {name!r} is empty in every row", name=column), place)
    people: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in distinct:
        # Nobody's row is an unknown account's: what it counts was done.
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
    """Return up to which day the report is whole; None without a row.

    Raises:
        StopStream: no row tells it.
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
