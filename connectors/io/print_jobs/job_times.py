"""When a job ended, as copiers and Windows write it: in a map's forms, in ISO, or as people write a time in Japan."""

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
    """Return the instant of a time in Japan: in a map's formats, in ISO, or as people write it (令和, 午後, full-width).

    Raises:
        ValueError: it is in no known form; the text is not repeated.
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
        # A day alone tells of no time.
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
