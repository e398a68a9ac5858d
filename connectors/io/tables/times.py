"""Parses a written time into an unambiguous instant. An offset in the text overrides the settings and is never dropped.

Three parts are parsed independently of the form: 午前/午後 and AM/PM (hour 12 of either means its hour 0, as programs
write it), a fraction of any length, and a zone (`Z`, `UTC`, `GMT+9`, `JST`, `+09:00`, `+0000 UTC`). The rest of the
text must match one of the forms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.contract.streams import as_instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LOCAL_TIMES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日 %H時%M分%S秒",
    "%Y年%m月%d日 %H時%M分",
    "%Y%m%d%H%M%S",
    "%Y%m%d%H%M",
)
"""Forms (of `strptime`) in which Japanese programs write a local time without a zone."""

_WIDTHS = {"Y": 4, "y": 2, "m": 2, "d": 2, "H": 2, "I": 2, "M": 2, "S": 2, "j": 3}
_TOUCHING = re.compile(rf"(?:%[{''.join(_WIDTHS)}]){{2,}}")
_PARTS = re.compile(rf"{_TOUCHING.pattern}|%.|[^%]+")

_HALF = r"午前|午後|[AaPp]\.?[Mm]\b\.?"
_NAMES = {"Z": 0, "UTC": 0, "GMT": 0, "JST": 9}
_NAME = r"Z|UTC|GMT|JST"
_OFFSET = r"[+-]\d{1,2}(?::?\d{2})?(?!\d)"
_CLOCK = re.compile(
    rf"(?P<before>{_HALF})?\s*(?<!\d)(?P<hour>\d{{1,2}})"
    r"(?P<rest>:\d{2}(?::\d{2})?|時(?:\d{1,2}分(?:\d{1,2}秒)?)?)(?!\d)"
    r"(?:[.,](?P<fraction>\d+))?"
    rf"(?:\s*(?P<after>{_HALF}))?"
    rf"(?:\s*(?P<name>{_NAME})(?![A-Za-z]))?(?:\s*(?P<offset>{_OFFSET}))?"
    rf"(?:\s*\(?(?P<again>{_NAME}|(?<=\s){_OFFSET})\)?(?![A-Za-z]))?"
)
_WEEKDAY = re.compile(r"\s*\([月火水木金土日](?:曜日?)?\)")
_IN_FORM = re.compile(
    rf"\s*(?:%z|%Z|[.,]%f|\(%[aA]\)|(?:(?<=%[A-Za-z])|(?<![A-Za-z%]))(?:{_NAME})(?:{_OFFSET})?(?![A-Za-z]))|(?:{_HALF})\s*"
)
_DIGITS = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2} \d{1,2}:\d{2}(:\d{2})?")
_HALF_HOURS = 12
_OTHER_ZONE = re.compile(r"(?<![A-Za-z%])[A-Z]{2,4}T(?![A-Za-z])")


def local_instant(text: str, forms: tuple[str, ...], zone: ZoneInfo) -> datetime:
    """Return the instant in UTC of a time written in one of the forms.

    Args:
        text: the time as written.
        forms: forms of `strptime`; `%z`, `%Z`, `%p`, `%f` and zone names in them are optional: the text decides.
        zone: the time zone of a text that names none.

    Raises:
        ValueError: the text matches none of the forms, or its zone is unknown; the error never repeats the text.
    """
    text = text.strip()
    plain_forms = [plain_form(form) for form in forms]
    if _DIGITS.fullmatch(text):
        # Fast path for nearly every log line: digits only, without zone, fraction or half of the day.
        clock = _Clock(text, None, timedelta(), has_half=False)
    else:
        clock = _clock_of(text)
    is_half_missing = False
    for form, plain in zip(forms, plain_forms, strict=True):
        try:
            local = datetime.strptime(clock.plain, plain)  # noqa: DTZ007 - the zone was read apart
        except ValueError:
            continue
        if not _fills(clock.plain, plain):
            continue
        if "%I" in form and not clock.has_half:
            # A later form may use 24 hours, which need no half of the day.
            is_half_missing = True
            continue
        if local.tzinfo is None:
            local = local.replace(tzinfo=clock.offset or zone)
        return as_instant(local) + clock.fraction
    if is_half_missing:
        raise ValueError(Message("has hours of twelve and does not say which half of the day"))
    raise ValueError(Message("no time in a known form"))


def _fills(text: str, form: str) -> bool:
    """Whether adjacent numeric fields have exactly the number of digits that the form requires.

    `strptime` would read 2025041015 as the fifth second of the first of April, and seconds since 1970 as the year 1744.
    """
    return _TOUCHING.search(form) is None or bool(_widths_of(form).fullmatch(text))


@cache
def _widths_of(form: str) -> re.Pattern[str]:
    """Return a pattern for a form in which only adjacent numeric fields have a fixed width."""
    pattern = ""
    for part in _PARTS.findall(form):
        digits = sum(_WIDTHS[letter] for letter in part[1::2]) if _TOUCHING.match(part) else 0
        pattern += rf"\d{{{digits}}}" if digits else ".+?" if part[0] == "%" else re.escape(part)
    return re.compile(pattern)


@cache
def plain_form(form: str) -> str:
    """Return the form for the rest of the text after half of the day, fraction and zone are removed; hours are 24.

    Raises:
        ValueError: the form names a time zone that is not known.
    """
    text = unicodedata.normalize("NFKC", form)
    if _OTHER_ZONE.search(re.sub(rf"\b(?:{_NAME})\b", "", text)):
        raise ValueError(
            Message("names a time zone that is not known: take it out and set timezone")
        )
    has_colon = re.search(r"%[HI][:時]", text)
    if not has_colon and "%Z" in text:
        raise ValueError(
            Message("names a time zone that is not known: take it out and set timezone")
        )
    if not has_colon:
        # A form such as %Y%m%dT%H%M%S%z: strptime parses all of it.
        return text
    # 午後 may follow the day and precede the hour without a blank.
    return " ".join(_IN_FORM.sub("", text).replace("%p", " ").replace("%I", "%H").split())


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time in 24 hours without fraction and zone (`plain`), and these as separate values."""

    plain: str
    offset: tzinfo | None
    fraction: timedelta
    has_half: bool


def _clock_of(text: str) -> _Clock:
    folded = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip())
    found = _CLOCK.search(folded)
    if found is None:
        return _Clock(folded, None, timedelta(), has_half=False)
    hour = int(found["hour"])
    if half := found["before"] or found["after"]:
        if hour > _HALF_HOURS or (found["before"] and found["after"]):
            raise ValueError(Message("no time in a known form"))
        hour = hour % _HALF_HOURS + (_HALF_HOURS if half[0] in "午Pp" and half != "午前" else 0)
    fraction = timedelta(microseconds=int((found["fraction"] or "0").ljust(6, "0")[:6]))
    start = folded[: found.start()]
    if found["before"] and start and not start[-1].isspace():
        start += " "
    plain = f"{start}{' ' if found.group()[0].isspace() else ''}{hour:02d}{found['rest']}{folded[found.end() :]}"
    return _Clock(" ".join(plain.split()), _offset(found), fraction, has_half=bool(half))


def _offset(found: re.Match[str]) -> tzinfo | None:
    name, offset, again = found["name"], found["offset"], found["again"]
    if name is None and offset is None:
        if again is None:
            return None
        name, again = again, None
    if offset and offset[0] == "-" and name is None and found["rest"].count(":") == 1:
        raise ValueError(Message("can be read as a span of time or as an offset: set time_format"))
    offset_found = _hours(name) + (_hours(offset) if name in {None, "UTC", "GMT"} else timedelta())
    if name in {"JST", "Z"} and offset and _hours(offset) != offset_found:
        raise ValueError(Message("names two time zones that differ"))
    if again and _hours(again) != offset_found:
        raise ValueError(Message("names two time zones that differ"))
    return timezone(offset_found)


def _hours(written: str | None) -> timedelta:
    if written is None:
        return timedelta()
    if written in _NAMES:
        return timedelta(hours=_NAMES[written])
    digits = written[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")  # noqa: PLR2004 - 9 and 09 are hours
    offset_found = timedelta(hours=int(hours or 0), minutes=int(minutes))
    return -offset_found if written[0] == "-" else offset_found
