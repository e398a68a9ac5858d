r"""Parse lines of cupsd's page_log into jobs, for any PageLogFormat. The job's name is matched, never kept.

Two formats need no setting: the standard one, and the tab-separated one that the README recommends because it
logs copies and puts the job's name, which may contain any text, last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from connectors.io.print_jobs.jobs import Job, sheets_of
from connectors.io.print_jobs.log_files import numbered_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STANDARD = (
    "%p %u %j %T %P %C %{job-billing} %{job-originating-host-name} %{job-name} %{media} %{sides}"
)
TABS = (
    "%T\t%p\t%u\t%j\t%P\t%C\t%{job-impressions-completed}\t%{job-media-sheets-completed}"
    "\t%{copies}\t%{sides}\t%{media}\t%{print-color-mode}\t%{number-up}\t%{job-billing}"
    "\t%{job-originating-host-name}\t%{job-name}"
)

_TOKEN = re.compile(r"%(?:\{(?P<attribute>[\w-]+)\}|(?P<letter>[A-Za-z]))")
_READ = {
    "p": rb"(?P<printer>\S+)",
    "u": rb"(?P<user>.+?)",
    "j": rb"(?P<job>\d+)",
    "T": rb"(?P<time>\[[^\]]{20,40}\])",
    "P": rb"(?P<page>\S+)",
    "C": rb"(?P<total>\d+)",
    "copies": rb"(?P<copies>\d+|-)",
    "sides": rb"(?P<sides>[\w-]+)",
}
_WITH_BLANKS = ("job-name", "job-billing", "job-originating-user-name", "document-name")
_NEEDED = {"p", "u", "j", "T", "C"}
_TIME = re.compile(
    rb"\[(\d{2})/([A-Z][a-z]{2})/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))? ([+-])(\d{2})(\d{2})\]"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1
    )
}


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that is not a job; `printed_at` is set if at least its time can be read."""

    printed_at: datetime | None


def compile_format(page_log_format: str) -> re.Pattern[bytes]:
    """Return the regular expression for a PageLogFormat as it stands in cupsd.conf.

    Raises:
        ValueError: one of %p %u %j %T %C is missing, or comes twice.
    """
    letters = [found["letter"] or found["attribute"] for found in _TOKEN.finditer(page_log_format)]
    missing = sorted(_NEEDED - set(letters))
    if missing or any(letters.count(letter) > 1 for letter in _READ):
        raise ValueError("PageLogFormat needs each of %p %u %j %T %C once")
    parts: list[bytes] = []
    end = 0
    for found in _TOKEN.finditer(page_log_format):
        parts.append(re.escape(page_log_format[end : found.start()]).encode())
        end = found.end()
        follows = page_log_format[end : end + 1]
        parts.append(_pattern_of(found["letter"] or found["attribute"], follows))
    parts.append(re.escape(page_log_format[end:]).encode())
    return re.compile(b"".join(parts), re.DOTALL)


def _pattern_of(name: str, follows: str) -> bytes:
    if name in _READ:
        return _READ[name]
    if follows == "\t":
        return rb"[^\t]*"
    return rb".*" if not follows or name in _WITH_BLANKS else rb"\S*"


_KNOWN = (compile_format(TABS), compile_format(STANDARD))


class PageLog:
    """Parses lines in the given format, or in either of the two known ones."""

    def __init__(self, page_log_format: str | None) -> None:
        """Compile the format once."""
        self._patterns: Sequence[re.Pattern[bytes]] = (
            (compile_format(page_log_format),) if page_log_format else _KNOWN
        )

    def read(self, line: bytes) -> Job | Damaged:
        """Return the line's job, or `Damaged`; nothing is guessed from a damaged line."""
        for pattern in self._patterns:
            found = pattern.fullmatch(line)
            if found:
                job = _job_of(found.groupdict())
                if job:
                    return job
        return Damaged(time_in(line))


def _job_of(parts: dict[str, bytes | None]) -> Job | None:
    printed_at = time_in(parts["time"] or b"")
    user, printer = _decoded(parts["user"]), _decoded(parts["printer"])
    # cupsd before 2.0 writes one line per page, which would count a job once per page.
    is_whole_job = parts.get("page") in (None, b"total")
    if printed_at is None or user is None or printer is None or not is_whole_job:
        return None
    # A raw queue passes jobs on unread and logs 0, which means unknown.
    impressions = int(parts["total"] or b"0") or None
    copies = int(parts["copies"] or b"0") if (parts.get("copies") or b"-") != b"-" else None
    sides = (parts.get("sides") or b"-").decode("ascii", "replace")
    sheets = None
    if impressions is not None and sides in _DUPLEX:
        sheets = sheets_of(impressions, copies, is_duplex=_DUPLEX[sides])
    return Job(
        event="|".join((printer, (parts["job"] or b"").decode(), printed_at.isoformat())),
        printed_at=printed_at,
        account=None if user == "-" else user,
        printer=printer,
        impressions=impressions,
        sheets=sheets,
        copies=copies or None,
        quality="unknown" if sheets is None else "derived",
    )


_DUPLEX = {"one-sided": False, "two-sided-long-edge": True, "two-sided-short-edge": True}


def _decoded(word: bytes | None) -> str | None:
    for encoding in ("utf-8", "cp932"):
        try:
            return (word or b"").decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def time_in(line: bytes) -> datetime | None:
    """Return the first time in brackets, with its UTC offset; None if there is none."""
    found = _TIME.search(line)
    if not found or found[2] not in _MONTHS:
        return None
    day, month, year, hour, minute, second, fraction, sign, hours, minutes = found.groups()
    try:
        # With `LogTimeFormat usecs`, microseconds follow the seconds.
        return datetime(
            int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second),
            int((fraction or b"0").ljust(6, b"0")), tzinfo=_zone(sign, hours, minutes),
        )  # fmt: skip
    except ValueError:
        return None


@lru_cache
def _zone(sign: bytes, hours: bytes, minutes: bytes) -> timezone:
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == b"-" else offset)


def span_of(path: Path) -> tuple[datetime, datetime] | None:
    """Return the earliest and the latest time of all complete lines; None if no line has a time.

    Reads every line, because files that were joined by hand are not in order of time.

    Raises:
        SkipPart: the file cannot be read.
    """
    first = last = None
    for _, line, has_end in numbered_lines(path):
        at = time_in(line) if has_end else None
        if at:
            first = at if first is None or at < first else first
            last = at if last is None or at > last else last
    return (first, last) if first and last else None
