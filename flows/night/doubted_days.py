"""Reports the source-days whose reading was doubted (`warehouse.facts.doubts`): which days, why, and the next step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from connectors.contract.errors import Retry, StopStream
from connectors.contract.messages import Message
from warehouse.facts.doubts import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from connectors.contract.errors import SourceError

_TOLD_FOR = timedelta(days=14)
"""A night reports empty or shrunken days this recent, which can still be fixed at the source.

Older ones are in `hirogari status`.
"""

_OF_ACCOUNTS = {Doubt.STRANGERS, Doubt.LOST}
"""Doubts about accounts missing from the roster; a night reports them however old they are."""


def doubted(
    source: str, stream: str, doubts: Mapping[date, Doubt], today: date
) -> Iterator[SourceError]:
    """Yield one problem per kind of doubt.

    A doubt about accounts is a `StopStream`, since somebody has to act. The others are a `Retry`: they may end by
    themselves.

    Args:
        source: the source's name.
        stream: the stream's name.
        doubts: day in Tokyo → why its reading was doubted.
        today: the night's day.
    """
    for doubt in Doubt:
        days = sorted(day_on for day_on, why in doubts.items() if why == doubt)
        if doubt not in _OF_ACCOUNTS:
            days = [day_on for day_on in days if day_on >= today - _TOLD_FOR]
        if days:
            place = f"source {source}, stream {stream}, {days[0]} … {days[-1]}"
            yield _problem(doubt, len(days), place)


def _problem(doubt: Doubt, count: int, place: str) -> SourceError:
    if doubt in _OF_ACCOUNTS:
        return StopStream(
            Message(
                "on {count} days too many accounts are not in the roster: these days count as missing",
                count=count,
            ),
            place=place,
            next_step=Message(
                "`hirogari check` shows the form of the names in the log and in the roster; once the roster's accounts are corrected, the days are read again automatically, as far back as the source has them"
            ),
        )
    if doubt == Doubt.EMPTY:
        return Retry(
            Message(
                "{count} days have no record, which is unusual for this source: they count as missing, not as 0",
                count=count,
            ),
            place=place,
            next_step=Message(
                "check whether the log is still written and whether the account may read all of it; the days are read again every night"
            ),
        )
    return Retry(
        Message(
            "{count} days have less than half of the records that were read before: the earlier records are kept",
            count=count,
        ),
        place=place,
        next_step=Message(
            "check whether part of the log is missing; the days are read again every night"
        ),
    )
