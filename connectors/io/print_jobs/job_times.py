"""Parses the end time of a print job as copiers and Windows write it: in a map's forms, in ISO, or in Japanese."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from connectors.contract.messages import Message
from connectors.contract.streams import TOKYO, as_instant
from connectors.io.logs.file_source import LOCAL_TIMES, local_instant
from connectors.io.tables.cell_parsing import day_in

_DAY_AND_TIME = re.compile(
    r"(?P<day>.+?)[ T]?(?P<half>午前|午後|am|pm)?\s*(?P<hour>\d{1,2})[:時](?P<minute>\d{2})"
    r"(?:[:分](?P<second>\d{2})(?:\.\d+)?秒?|分)?"
)
_NOON = 12


def instant_of(text: str, formats: tuple[str, ...]) -> datetime:
    """Return the instant in UTC of a time; a time without a zone is Japan time.

    Accepted are the map's `formats`, the usual local forms, ISO, and Japanese notation (令和, 午後, full-width).

    Raises:
        ValueError: the text is in no known form; the error never repeats the text.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        return local_instant(plain, (*formats, *LOCAL_TIMES), TOKYO)
    except ValueError:
        pass
    try:
        instant = datetime.fromisoformat(plain)
    except ValueError:
        return _as_people_write(plain)
    if ":" not in plain:
        # `fromisoformat` also accepts a date without a time.
        raise ValueError(Message("no time in a known form"))
    return as_instant(instant, TOKYO)


def _as_people_write(text: str) -> datetime:
    found = _DAY_AND_TIME.fullmatch(text.casefold())
    try:
        day = day_in(found["day"].strip()) if found else None
        if found and day:
            return _at(day.isoformat(), found)
    except ValueError:
        pass
    raise ValueError(Message("no time in a known form"))


def _at(day: str, found: re.Match[str]) -> datetime:
    hour = int(found["hour"])
    if found["half"]:
        if hour > _NOON:
            raise ValueError
        hour = hour % _NOON + (_NOON if found["half"] in {"午後", "pm"} else 0)
    midnight = datetime.fromisoformat(day).replace(tzinfo=TOKYO)
    if hour > 23 or int(found["minute"]) > 59:  # noqa: PLR2004 - a clock
        raise ValueError
    passed = timedelta(hours=hour, minutes=int(found["minute"]), seconds=int(found["second"] or 0))
    return (midnight + passed).astimezone(UTC)
