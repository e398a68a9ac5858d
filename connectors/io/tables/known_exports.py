"""What a vendor's folder declares about its exports for `hirogari map`: header, and the entry or the advice for each.

Column headers are compared folded. An operator decides about words that a vendor does not list.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from connectors.contract.messages import Message

Entry = dict[str, Any]
"""One `[[sources]]` entry in TOML's types, `name` and `kind` first."""


@dataclass(frozen=True, slots=True)
class ExportTable:
    """The table of an export as text: its header, and its rows, padded to the header's width."""

    path: Path
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    @property
    def names(self) -> dict[str, str]:
        """Folded column header → the header as it stands in the export."""
        return {folded(name): name for name in self.header}

    def pick(self, *names: str) -> str:
        """Return the header of the first column that exists; `names` are folded headers.

        Raises:
            StopIteration: no such column exists.
        """
        there = self.names
        return next(there[name] for name in names if name in there)

    def column(self, name: str) -> list[str]:
        """Return the column's cells without surrounding blanks."""
        place = self.header.index(name)
        return [row[place].strip() for row in self.rows]

    def words(self, name: str) -> list[str]:
        """Return the distinct cells of a column, sorted."""
        return sorted(set(self.column(name)))


@dataclass(frozen=True, slots=True)
class Draft:
    """Entries that may read an export, before the trial."""

    entries: Sequence[Entry]
    notes: Sequence[Message] = ()
    unknown: Sequence[str] = ()
    """Action words without a known meaning: they stay out of `actions`, so that the operator must decide."""


@dataclass(frozen=True, slots=True)
class KnownExport:
    """An export that a vendor's folder recognises by its header: one member of `EXPORTS` in the folder's `exports`."""

    headers: tuple[tuple[str, ...], ...]
    """Alternative sets of folded column headers; a table that has all headers of one set is this export."""
    draft: Callable[[ExportTable], Draft]
    """Returns the entries; raises SkipPart with the way to other data if the export has no data by day."""

    def matched(self, names: Mapping[str, str]) -> int:
        """Return the size of the largest set whose headers are all among `names`; 0 if there is none."""
        return max(
            (len(one) for one in self.headers if all(name in names for name in one)), default=0
        )


def folded(name: str) -> str:
    """Return a header for comparison: NFKC-normalised, case-folded and without blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def mapped(table: ExportTable, tool: str, columns: Mapping[str, str], **more: object) -> Entry:
    """Return a mapped_csv entry named after its tool, because the file's name may contain a person's name."""
    entry: Entry = {"name": tool, "kind": "mapped_csv", "files": [str(table.path)], "tool": tool}
    return entry | more | {"columns": dict(columns)}
