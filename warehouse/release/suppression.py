"""Holds cells back until the audit passes: as few cells as possible, the least useful first.

Cells that depend on others go first, in large groups, until the audit passes. Then each group is tried once more, the
last one first, whole and in halves: what was held back unnecessarily is released after all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connectors.contract.messages import Message
from warehouse.release.audit.refusal import TAKE_BACK, ReleaseRefused
from warehouse.release.tables.cell_tables import audited

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from warehouse.release.release_context import Refused
    from warehouse.release.tables.books import Books, Purchases
    from warehouse.release.tables.published_cell import PublishedCell
    from warehouse.release.tables.release import Release

_HEADS = audited("head_counts")
_BEGUN = ("activation_month", "use_month")
"""Tables on which other head counts depend."""
_MOST_TRIES = 24
"""Maximum number of further cuts per night to find out what was held back unnecessarily."""


class CutRelease(NamedTuple):
    """A release before its derived tables are made, and the exact counts of books that they are made from."""

    release: Release
    bought: Purchases
    books: Books


class Attempt(NamedTuple):
    """A release without some cells, and the audit's result."""

    cut: CutRelease
    shown: Sequence[PublishedCell]
    refusal: ReleaseRefused | None


class Holding:
    """Searches for the cells to hold back so that the audit passes the rest."""

    def __init__(
        self,
        attempt: Callable[[AbstractSet[Refused], AbstractSet[str], AbstractSet[str]], Attempt],
        history: Sequence[PublishedCell],
        tell: Callable[[Message], None],
    ) -> None:
        """`attempt(refused, silent, doubted)` cuts a release without some cells and audits it."""
        self._ask, self._history, self._tell = attempt, history, tell
        self._refused: AbstractSet[Refused] = frozenset()
        self._silent: set[str] = set()
        """Tools whose numbers contradict each other: nothing new of them is shown."""
        self._doubted: set[str] = set()
        """Tools whose shown numbers disclose too much if it is supposed that nobody works on non-working days."""
        self._given_up: list[tuple[str, list[Refused]]] = []
        self._tries = 0

    def run(self, refused: AbstractSet[Refused]) -> Attempt:
        """Return the release that goes out; `refused` is held back from the start.

        Raises:
            ReleaseRefused: holding back new cells does not help.
        """
        self._refused = refused
        passed = self._attempt(self._refused)
        while passed.refusal is not None:
            self._give_up(passed, passed.refusal)
            passed = self._attempt(self._refused)
        return self._show_again(passed)

    def _attempt(self, refused: AbstractSet[Refused]) -> Attempt:
        return self._ask(refused, self._silent, self._doubted)

    def _give_up(self, attempt: Attempt, refusal: ReleaseRefused) -> None:
        further = give_up(refusal.cell, attempt.shown, self._history, self._refused)
        tool = refusal.cell.tool if refusal.cell else ""
        if further:
            self._refused = self._refused | further
            self._given_up.append((tool, sorted(further, key=_use_of)))
        elif tool not in self._doubted and any(one.tool == tool for one in self._history):
            self._doubted.add(tool)
        elif refusal.is_contradiction and tool not in self._silent:
            # What was shown is shown again, nothing new of this tool is, and the other tools go on.
            self._silent.add(tool)
            self._tell(
                Message(
                    "release: the numbers of {tool} contradict those that were shown before; what was shown stays, and nothing new of this tool is shown",
                    tool=tool,
                )
            )
        else:
            raise _of_before(refusal) from None

    def _show_again(self, passed: Attempt) -> Attempt:
        """Show what was held back unnecessarily; of a tool's last group at least a part was necessary."""
        seen: set[str] = set()
        for tool, group in reversed(self._given_up):
            if tool not in self._silent:
                passed = self._restore(passed, group, is_needed=tool not in seen)
                seen.add(tool)
        return passed

    def _restore(self, passed: Attempt, group: list[Refused], *, is_needed: bool) -> Attempt:
        """Show a group again, or the part of it that the audit passes."""
        if not is_needed:
            if self._tries == _MOST_TRIES:
                return passed
            self._tries += 1
            fewer = self._refused - set(group)
            shown = self._attempt(fewer)
            if shown.refusal is None:
                self._refused = fewer
                return shown
        if len(group) == 1:
            return passed
        middle = len(group) // 2
        for half in (group[:middle], group[middle:]):
            passed = self._restore(passed, half, is_needed=False)
        return passed


def give_up(
    cell: PublishedCell | None,
    shown: Sequence[PublishedCell],
    history: Sequence[PublishedCell],
    refused: AbstractSet[Refused],
) -> set[Refused]:
    """Return a tool's newest cells to hold back, so that the rest can be released; empty if nothing helps.

    What was shown before is known and cannot be taken back, so only cells that were not shown yet can help. Cells that
    depend on activation go first: those of the month in question, then those of all months before it, because
    activation never ends.

    Args:
        cell: the cell that the audit refused; None where it names none.
        shown: tonight's cells.
        history: the cells that earlier releases showed.
        refused: what is held back already, as (table, item, month).
    """
    if cell is None:
        return set()
    before = {
        (one.table, one.tool.partition(" ")[0], one.section, one.month)
        for one in history
        if _is_of(one, cell.tool)
    }
    fresh = {
        (one.table.partition(" ")[0], one.item, one.month)
        for one in shown
        if one.tool == cell.tool
        and (one.table.partition(" ")[0], one.item, one.section, one.month) not in before
    } - refused
    hanging = {one for one in fresh if one[0] not in _BEGUN and one[2] <= cell.month}
    of_the_month = {one for one in hanging if one[2] == cell.month}
    if hanging:
        return of_the_month or hanging
    for table in _BEGUN:
        months = sorted((month for name, _, month in fresh if name == table), reverse=True)
        if months:
            return {(table, cell.tool, cell.month if cell.month in months else months[0])}
    return set()


def _use_of(one: Refused) -> tuple[int, Refused]:
    """Return the sort key, most useful first: head counts in the pages' order, then cells that only imply users."""
    return (_HEADS.index(one[0]) if one[0] in _HEADS else len(_HEADS), one)


def _of_before(refusal: ReleaseRefused) -> ReleaseRefused:
    """Return the refusal restated: a number shown by an earlier release, under a laxer rule, is already too narrow."""
    if refusal.cell is None:
        return refusal
    refused = ReleaseRefused(
        Message("{thing}: earlier releases already reveal it", thing=refusal.thing),
        place=refusal.place,
        next_step=TAKE_BACK,
    )
    refused.cell = refusal.cell
    return refused


def _is_of(one: PublishedCell, tool: str) -> bool:
    """Whether a shown number describes a tool; a number without a tool describes every tool."""
    return one.tool.partition(" ")[0] == tool or one.table not in _HEADS
