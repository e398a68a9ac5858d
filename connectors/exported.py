"""Sources that are files: logs that a program writes, and exports that somebody saves.

A file is read record by record, so that a log of any size needs little memory. What a file holds
stands for the days from its first record to its last; the last day of all is not over unless a file was
written after it. A file that cannot be read with certainty is left out whole and named.
"""

from __future__ import annotations

import glob
import gzip
import hashlib
import zlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import IO, TYPE_CHECKING, TypeAlias, cast

from connectors.configuration import SourceFiles, SourceSettings
from connectors.contract import Batch, Finding, day_of
from connectors.errors import SkipPart, SourceError, StopSource
from connectors.shapes import to_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from connectors.contract import Stream, Window

ROWS_AT_ONCE = 20_000
DAYS_AT_ONCE = 366
"""`slice_days` of a stream in files: each slice reads every file whole, so it asks for many days."""

LONGEST_LINE = 1024 * 1024
_NEXT_STEP = "mend or take out that line, or move the file away if it is another program's"
_IN_ANOTHER_CODE = (
    "let the program write its log in that encoding; take the line out if it alone is damaged"
)
_GZIP = b"\x1f\x8b"

LOCAL_TIMES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日 %H時%M分",
    "%Y%m%d%H%M%S",
)
"""How Japanese programs write a time, without its zone."""

Record: TypeAlias = tuple[date, dict[str, object] | None]
"""The source-day of one record of a file, and its row; None for a record that is not a fact of ours."""


class FilesSettings(SourceSettings):
    """Settings of a source that is files: one name or a list; `*` stands for any letters."""

    files: SourceFiles


@dataclass(frozen=True, slots=True)
class _Span:
    """The days a file speaks of, kept while it is read."""

    seen: set[date] = field(default_factory=set)

    def days(self) -> Iterator[date]:
        if self.seen:
            first, last = min(self.seen), max(self.seen)
            yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


@dataclass(frozen=True)
class ExportedFiles:
    """A connector over files; the vendor's module gives the reader of one file."""

    name: str
    streams: tuple[Stream, ...]
    patterns: tuple[Path, ...]
    read: Callable[[Path, Stream], Iterator[Record]]
    """Yields one file's records.

    Raises:
        SkipPart: the file cannot be read with certainty.
        StopSource: no file of this kind can be.
    """
    since: date | None = None
    is_log: bool = True
    """A log is in order of time and still being written; an export is finished and in any order."""
    are_one: bool = False
    """The files are parts of one export: together they stand for all days from the first to the last."""

    def files(self) -> tuple[Path, ...]:
        """Return the files that are there now, in order of their names.

        Raises:
            StopSource: there is none.
        """
        found = {path for pattern in self.patterns for path in _matching(pattern)}
        if not found:
            raise StopSource(
                "there is no such file",
                place=f"source {self.name}, files = {', '.join(map(str, self.patterns))}",
                next_step="look at the path in the settings, and whether the log is written there",
            )
        return tuple(sorted(found))

    def first_day(self, stream: Stream) -> date | None:
        """Return `since`, else the first day in the files."""
        if self.since:
            return self.since
        firsts: list[date] = []
        for path in self.files():
            try:
                days = (day for day, _row in self.read(path, stream))
                first = next(days, None) if self.is_log else min(days, default=None)
            except SkipPart:
                continue
            if first:
                firsts.append(first)
        return min(firsts, default=None)

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield the window's days of every file; a broken file is left out and raised at the end."""
        whole: set[date] = set()
        doubtful: set[date] = set()
        broken: list[SkipPart] = []
        for path in self.files():
            span = _Span()
            try:
                yield from self._batches(path, stream, window, span)
            except SkipPart as error:
                broken.append(error)
                doubtful |= span.seen
            else:
                whole |= set(span.days())
        if self.is_log and whole and not self._is_over(max(whole)):
            doubtful.add(max(whole))
        if self.are_one and not broken:
            whole = set(_Span(whole).days())
        for day in window.days:
            if day in whole or day in doubtful:
                yield Batch(day, to_table(stream.shape, []), is_partial=day in doubtful)
        if broken:
            further = f" (and {len(broken) - 1} more files)" if len(broken) > 1 else ""
            first = broken[0]
            raise SkipPart(first.thing + further, place=first.place, next_step=first.next_step)

    def _is_over(self, day: date) -> bool:
        """Whether some file was written after the day: a copy made at noon holds half of it."""
        written = (datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in self.files())
        return any(day_of(at) > day for at in written)

    def _batches(self, path: Path, stream: Stream, window: Window, span: _Span) -> Iterator[Batch]:
        held: dict[date, dict[object, dict[str, object]]] = {}
        count = 0
        for day, row in self.read(path, stream):
            span.seen.add(day)
            if row is None or not window.holds(day):
                continue
            rows = held.setdefault(day, {})
            count += row["event"] not in rows
            rows[row["event"]] = row
            if count >= ROWS_AT_ONCE:
                yield from _told(stream, held)
                held, count = {}, 0
        yield from _told(stream, held)

    def check(self) -> Iterator[Finding]:
        """Read each file once and say what is wrong with it."""
        try:
            files = self.files()
        except StopSource as error:
            yield Finding(False, error.thing, error.place, error.next_step)  # noqa: FBT003 - `is_ok`
            return
        for path in files:
            place = f"source {self.name}, {path.name}"
            try:
                days = {day for stream in self.streams for day, _row in self.read(path, stream)}
            except SourceError as error:
                yield Finding(False, error.thing, error.place, error.next_step)  # noqa: FBT003 - `is_ok`
                continue
            if days:
                yield Finding(True, f"records from {min(days)} to {max(days)}", place)  # noqa: FBT003 - `is_ok`
            else:
                yield Finding(
                    is_ok=False,
                    thing="no record in this file",
                    place=place,
                    next_step="look whether the program's logging is switched on",
                )


def _matching(pattern: Path) -> Iterator[Path]:
    text = str(pattern)
    names = glob.glob(text) if any(sign in text for sign in "*?[") else [text]  # noqa: PTH207 - absolute patterns
    for name in names:
        path = type(pattern)(name)
        if path.is_file():
            yield path


def _told(stream: Stream, held: dict[date, dict[object, dict[str, object]]]) -> Iterator[Batch]:
    for day, rows in held.items():
        yield Batch(day, to_table(stream.shape, list(rows.values())))


def local_instant(text: str, forms: tuple[str, ...], zone: ZoneInfo) -> datetime:
    """Return the instant in UTC of a local time in one of the forms of `strptime`.

    Raises:
        ValueError: it is in none of them; the text is not repeated.
    """
    for form in forms:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=zone).astimezone(UTC)
        except ValueError:
            continue
    raise ValueError("no time in a known form")


def identity(*parts: object) -> str:
    """Return the identity of a record that has no number of its own: what stands in it, hashed."""
    said = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def read_lines(path: Path, *, encoding: str = "utf-8") -> Iterator[tuple[int, str]]:
    """Yield the numbered whole lines of a log; gzip is unpacked on the way.

    A last line without its end is still being written and is left for the next time.

    Raises:
        SkipPart: a web page, bytes of another encoding, or a line longer than any real one.
    """
    try:
        with path.open("rb") as raw:
            is_packed = raw.read(2) == _GZIP
            raw.seek(0)
            if is_packed:
                with gzip.open(raw) as unpacked:
                    yield from _decoded(cast("IO[bytes]", unpacked), path, encoding)
            else:
                yield from _decoded(raw, path, encoding)
    except (OSError, EOFError, zlib.error) as error:
        raise SkipPart(
            f"the file cannot be read ({type(error).__name__})",
            place=path.name,
            next_step="look at its permissions, and whether it is still being packed",
        ) from None


def _decoded(lines: IO[bytes], path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    number = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise unreadable(path, number, f"is longer than {LONGEST_LINE} bytes")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
            if line.lstrip().lower().startswith((b"<!doctype", b"<html")):
                raise SkipPart(
                    "a web page stands where a log should",
                    place=path.name,
                    next_step="save the log itself: what saved it was not logged in",
                )
        if not line.endswith(b"\n"):
            return
        try:
            yield number, line.decode(encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            raise unreadable(path, number, f"is not in {encoding}", _IN_ANOTHER_CODE) from None


def unreadable(path: Path, number: int, why: str, next_step: str = _NEXT_STEP) -> SkipPart:
    """Return the error for one line that cannot be read."""
    return SkipPart(f"line {number} {why}", place=path.name, next_step=next_step)
