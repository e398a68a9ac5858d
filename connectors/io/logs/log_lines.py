"""Reads the lines of a text log: plain or compressed, possibly still being written, possibly damaged in places.

A line that cannot be decoded, is too long or has no end yet is yielded as a `Stray`, never dropped silently.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import re
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.io.http.web_pages import is_web_page
from connectors.io.logs.line_forms import LONGEST_FORM
from connectors.io.logs.odd_records import unreadable
from connectors.io.logs.strays import Stray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from connectors.io.logs.days import Line

LONGEST_LINE = 1024 * 1024
_LONGEST_SKIPPED = 32 * LONGEST_LINE
_MOST_BYTES = 16 * 1024**3
_ENOUGH = 64 * 1024
"""Bytes at the start of a file that suffice to recognise its encoding and line ends."""
_FIRST_LINES = 5
"""Lines searched for the start of a web page: a saved page may begin with lines that name its origin."""
_WIDE = {b"\xff\xfe", b"\xfe\xff"}
_COLOURS = re.compile(r"\x1b\[[0-9;]*[mK]")
_ROTATE = Message("let logrotate put the log aside more often, and name the files it makes")
_MARK = b"\xef\xbb\xbf"
_PACKED: dict[bytes, Callable[[IO[bytes]], AbstractContextManager[object]]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
}
"""Compression formats that logrotate uses, by their first bytes."""


class _Narrowed:
    """A log in UTF-16, as PowerShell's `>` saves it, presented as UTF-8."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def readline(self, size: int) -> bytes:
        return self._text.readline(size // 4).encode("utf-8", "replace")


class _OldMac:
    """A log whose lines end in CR alone, presented with LF line ends."""

    def __init__(self, bytes_of_text: io.TextIOWrapper) -> None:
        self._text = bytes_of_text

    def readline(self, size: int) -> bytes:
        return self._text.readline(size).encode("latin-1")


def read_log(path: Path, parse: Callable[[str], Line | None]) -> Iterator[Line]:
    """Yield the result of `parse` for each line, and each stray; `parse` returns None for a continuation line.

    Raises:
        SkipPart: as for `read_lines`.
    """
    for line in read_lines(path):
        record = line if isinstance(line, Stray) else parse(_plain(line))
        if record is not None:
            yield record


def _plain(line: str) -> str:
    """Return the line as the program wrote it: without colour codes, and taken out of Docker's JSON wrapper."""
    line = _COLOURS.sub("", line)
    if line.startswith('{"log":'):
        try:
            return str(json.loads(line)["log"]).rstrip("\r\n")
        except (ValueError, RecursionError):
            return line
    return line


@contextmanager
def unpacked(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file as decompressed bytes; its first bytes decide the format, because logrotate's suffix may be lost.

    Raises:
        OSError, EOFError, zlib.error, lzma.LZMAError: the file cannot be opened, or decompression fails while reading.
    """
    with path.open("rb") as raw:
        start = raw.read(max(map(len, _PACKED)))
        raw.seek(0)
        unpack = next((one for sign, one in _PACKED.items() if start.startswith(sign)), None)
        if unpack is None:
            yield raw
            return
        with unpack(raw) as reader:
            # gzip.open, bz2.open and lzma.open return readers with the same methods as open's.
            yield cast("io.BufferedReader", reader)


def read_lines(path: Path) -> Iterator[str | Stray]:
    """Yield the lines of a log in UTF-8, or in UTF-16 with a byte order mark; a damaged or unfinished line is a stray.

    Raises:
        SkipPart: the file cannot be opened or decompressed, is a web page, unpacks to more than 16 GB, or has a line
            that is longer than any real one.
    """
    try:
        with unpacked(path) as raw:
            start = raw.read(_ENOUGH)
            raw.seek(0)
            if start[:2] in _WIDE:
                with io.TextIOWrapper(raw, "utf-16", newline="\n") as text:
                    yield from _decoded(cast("IO[bytes]", _Narrowed(text)), path)
            elif b"\r" in start[:-1] and b"\n" not in start:
                with io.TextIOWrapper(raw, "latin-1", newline=None) as text:
                    yield from _decoded(cast("IO[bytes]", _OldMac(text)), path)
            else:
                yield from _decoded(raw, path)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, UnicodeError) as error:
        raise SkipPart(
            Message("the file cannot be read ({kind})", kind=type(error).__name__),
            place=path.name,
            next_step=Message("look at its permissions, and whether it is still being packed"),
        ) from None


def _decoded(lines: IO[bytes], path: Path) -> Iterator[str | Stray]:
    number = read = 0
    first = b""
    while line := lines.readline(LONGEST_LINE):
        number += 1
        read += len(line)
        if read > _MOST_BYTES:
            raise SkipPart(
                Message("the file unpacks to more than 16 GB"), place=path.name, next_step=_ROTATE
            )
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            read += _skip_line(lines, path, number)
            yield Stray(line[:LONGEST_FORM].decode("utf-8", "replace"), is_damaged=True)
            continue
        if number == 1:
            while line.startswith(_MARK):
                line = line.removeprefix(_MARK)
        if number <= _FIRST_LINES and is_web_page(first := first + line):
            raise SkipPart(
                Message("a web page stands where a log should"),
                place=path.name,
                next_step=Message("save the log itself: what saved it was not logged in"),
            )
        if not line.endswith(b"\n"):
            yield Stray(is_cut=True)
            return
        yield from _text_of(line)


def _text_of(line: bytes) -> Iterator[str | Stray]:
    # After a power cut a log contains NUL bytes where the file system had not written yet.
    whole = line.rstrip(b"\r\n").strip(b"\0")
    if not whole.strip():
        return
    try:
        yield whole.decode()
    except UnicodeDecodeError:
        yield Stray(whole.decode("utf-8", "replace"), is_damaged=True)


def _skip_line(lines: IO[bytes], path: Path, number: int) -> int:
    """Skip the rest of a line that is too long; return the number of bytes skipped.

    Raises:
        SkipPart: the line exceeds `_LONGEST_SKIPPED` bytes.
    """
    read = 0
    while piece := lines.readline(LONGEST_LINE):
        read += len(piece)
        if piece.endswith(b"\n"):
            break
        if read > _LONGEST_SKIPPED:
            raise unreadable(
                path, number, Message("is longer than {most} bytes", most=_LONGEST_SKIPPED)
            )
    return read
