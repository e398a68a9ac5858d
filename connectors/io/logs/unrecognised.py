"""What of a source's logs no pattern knows: counted file by file while they are read, for `hirogari status`.

Only numbers and a form are kept (`line_forms.py`), never what stands in a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from pathlib import Path


class Unrecognised(NamedTuple):
    """So many lines or rows that are not understood, of so many, and the form of the first of them."""

    lines: int
    of_lines: int
    form: str


@dataclass(slots=True)
class Tally:
    """What was noted of each file of each stream, as it was last read."""

    _noted: dict[str, dict[Path, Unrecognised]] = field(default_factory=dict)

    def note(self, stream: str, path: Path, told: Unrecognised) -> None:
        """Keep what one file came to; reading it again replaces it."""
        self._noted.setdefault(stream, {})[path] = told

    def of(self, stream: str) -> Unrecognised | None:
        """Return what the stream's files came to together; None if none of them was read."""
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
    """A source that reads logs and counts what it does not understand in them."""

    @property
    def tally(self) -> Tally:
        """What it read so far."""
