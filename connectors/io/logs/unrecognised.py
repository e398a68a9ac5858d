"""Counts the lines of a source's logs that match no known pattern, per file, for `hirogari status`.

Only numbers and one form (`forms.py`) are kept, never the content of a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from pathlib import Path


class Unrecognised(NamedTuple):
    """Number of unrecognised lines or rows, number of all of them (`of_lines`), and the form of the first one."""

    lines: int
    of_lines: int
    form: str


@dataclass(slots=True)
class UnrecognisedCounts:
    """The counts of each file of each stream, as of its last reading."""

    _noted: dict[str, dict[Path, Unrecognised]] = field(default_factory=dict)

    def note(self, stream: str, path: Path, lines: Unrecognised) -> None:
        """Keep the counts of one file; reading the file again replaces them."""
        self._noted.setdefault(stream, {})[path] = lines

    def of(self, stream: str) -> Unrecognised | None:
        """Return the sum over the stream's files; None if none of them was read."""
        files = self._noted.get(stream)
        if not files:
            return None
        form = next((one.form for one in files.values() if one.lines), "")
        return Unrecognised(
            sum(one.lines for one in files.values()),
            sum(one.of_lines for one in files.values()),
            form,
        )


@runtime_checkable
class CountsUnrecognised(Protocol):
    """A source that reads logs and counts the lines that it does not recognise."""

    @property
    def tally(self) -> UnrecognisedCounts:
        """The counts of everything read so far."""
