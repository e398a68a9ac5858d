"""The refusal of a release: which cell would disclose too much, and what the operator does next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from warehouse.release.tables.published_cell import PublishedCell


class ReleaseRefused(Mendable):
    """The release would disclose something about a person; the old site stays."""

    cell: PublishedCell | None = None
    """The cell that would disclose it, or the newest of the cells that contradict each other."""
    is_contradiction: bool = False


TAKE_BACK = Message(
    "the old site stays; what was shown already is at fault, so whoever is responsible for personal data takes a month of it back: hirogari unpublish LINE YYYY-MM (warehouse/release/DISCLOSURE.md, 'When the gate refuses')"
)
"""The next step where holding back new cells cannot help."""


def disclosure_refusal(cell: PublishedCell, group: str, what: str) -> ReleaseRefused:
    """Return the refusal of a cell that would disclose `what` about a group."""
    refused = ReleaseRefused(
        Message("a reader could work out {what}", what=what),
        place=f"release.{cell.table}, section {group}, tool {cell.tool}, month {cell.month:%Y-%m}",
        next_step=Message(
            "nothing was published and the old site stays; tell whoever maintains the rules"
        ),
    )
    refused.cell = cell
    return refused
