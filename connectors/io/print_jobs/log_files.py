"""Lists and reads the files of a print log: live and rotated, plain or compressed, given by name or pattern."""

from __future__ import annotations

import lzma
import zlib
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from connectors.contract.configuration import SourcePath
from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.messages import Message
from connectors.io.logs.log_lines import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _several(value: object) -> object:
    return (value,) if isinstance(value, str | Path) else value


LogFiles = Annotated[tuple[SourcePath, ...], BeforeValidator(_several), Field(min_length=1)]
"""One path or pattern, or a list of them, relative to the settings file."""

LONGEST_LINE = 16 * 1024
"""Maximum bytes of a line; a longer one is not a job, since cupsd cuts names at 1,023 bytes."""
_MOST_UNPACKED = 4 * 1024**3


def list_files(patterns: Sequence[Path], *, source: str) -> list[Path]:
    """Return the files that match the paths and patterns, sorted by name, each once.

    Raises:
        StopSource: no file matches.
    """
    found = {
        Path(name)
        for pattern in patterns
        for name in glob(str(pattern))  # noqa: PTH207 - absolute patterns are not for Path.glob
        if Path(name).is_file()
    }
    if not found:
        raise StopSource(
            Message("no file is there"),
            place=f"source {source}, files = {', '.join(map(str, patterns))}",
            next_step=Message(
                "look at `files` in the settings, and at the copy job that brings them"
            ),
        )
    return sorted(found)


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes, bool]]:
    """Yield line number, line without its end, and whether it had one; a line longer than `LONGEST_LINE` is b"".

    Raises:
        SkipPart: the file cannot be read, or unpacks to more than 4 GB.
    """
    try:
        with unpacked(path) as file:
            number = read = 0
            is_within = False
            while piece := file.readline(LONGEST_LINE):
                read += len(piece)
                if read > _MOST_UNPACKED:
                    raise _unreadable(path, Message("it unpacks to more than 4 GB"))
                has_end = piece.endswith(b"\n")
                if not is_within:
                    number += 1
                    is_long = not has_end and len(piece) == LONGEST_LINE
                    yield number, b"" if is_long else piece.rstrip(b"\r\n"), has_end or is_long
                is_within = not has_end
    except (OSError, EOFError, zlib.error, lzma.LZMAError):
        raise _unreadable(path, Message("it cannot be read")) from None


def _unreadable(path: Path, thing: Message) -> SkipPart:
    return SkipPart(
        Message("a log file is set aside: {thing}", thing=thing),
        place=str(path),
        next_step=Message("look at the file and at who may read it; the next night tries again"),
    )
