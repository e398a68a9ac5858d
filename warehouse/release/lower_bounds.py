"""Lower bounds on users implied by released cells: a cell that passed the dominance rule implies at least two.

A cell withheld by the dominance rule may imply one. What the whole town hall's cell leaves when the shown sections are
subtracted implies as much for the sections that are not shown, together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.tables.cell_tables import CELL_TABLES, audited, known_between
from warehouse.release.tables.publication_lines import ANY_TOOL, MEETING_HOURS
from warehouse.release.tables.published_cell import PublishedCell
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import Range, counts_rounded_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from warehouse.release.release_context import Held

    Rows = Mapping[str, Iterable[Mapping[str, Any]]]


SEEN_BY = 2
"""Users that a count proves if nobody has more than half of it."""
_ONE = 1
"""Users that a cell withheld by dominance, or one that protects it, proves: the count is not 0."""
_TOGETHER = {"dominance", "few_meetings", "gate"}
"""Reasons of a group that is included in the whole town hall's number but not shown itself."""


def implied_users(rows: Rows) -> Iterator[PublishedCell]:
    """Yield each cell that proves users, as a cell of that tool; `n` is the least number of users."""
    only, heads = _only_tools(rows), _heads(rows)
    by_line: dict[tuple[str, str, str, date], list[_Cell]] = defaultdict(list)
    for table in audited("users"):
        for row in rows.get(table, ()):
            kind = CELL_TABLES[table].line(row)
            if kind is None or kind.users is None:
                continue
            tool = only.get(row["month"]) if kind.users == ANY_TOOL else kind.users
            if tool is not None:
                what = CELL_TABLES[table].refused_item(row)
                by_line[table, what, tool, row["month"]].append(_cell(table, row, heads))
    for (table, what, tool, month), cells in by_line.items():
        for section, users, groups in _proofs(table, what, cells):
            yield PublishedCell(table, section, tool, month, users, 0.0, 0.0, groups, what)


class LowerBounds:
    """Users of each tool and month that released cells imply, by group."""

    def __init__(self, held: Held) -> None:
        """`held`: the cut tables that imply users, with the history laid over them."""
        self._users: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
        # A bound on several groups together narrows none of them: all the users may be in any one.
        for cell in (one for one in implied_users(held.tables) if not one.among):
            users = self._users[cell.tool, cell.month]
            users[cell.section] = max(users.get(cell.section, 0), cell.n or 0)

    def users(self, tool: str, month: date) -> Mapping[str, int]:
        """Return group → the fewest users of a tool in a month."""
        return self._users.get((tool, month), {})


def _proofs(
    table: str, what: str, cells: Sequence[_Cell]
) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Yield what the cells of one month prove: group, least users, and the groups concerned if there are several."""
    for cell in cells:
        if users := _users(what, cell):
            yield cell.section, users, ()
    shares = [one.section for one in cells if one.why == "dominance"]
    if what == "meeting_hours" and shares:
        # One of these groups is dominated by one person; secondary suppression hides which.
        yield TOWN, _ONE, tuple(one for one in shares if one != TOWN)
    if groups := _rest(cells):
        # Nobody has more than half of the remainder; for meetings with guests this is not checked.
        yield TOWN, _ONE if table == "outside_month" else SEEN_BY, groups


class _Cell(NamedTuple):
    """One group's cell: the bounds of its hidden amount, or why there are none."""

    section: str
    least: float
    most: float
    why: str | None
    is_shown: bool
    of: int | None = 1
    """The base of the amount: 1 for a count, people for a rate per head; None where no reader knows it."""


def _cell(table: str, row: Mapping[str, Any], heads: Mapping[tuple[str, date], int]) -> _Cell:
    section, why = row["section"], row["withheld_because"]
    # Of a pair the digital side is counted from people.
    if "digital" in row:
        digital = row["digital"]
        ends = Range(0, 0) if digital is None else counts_rounded_to(digital)
        return _Cell(section, *ends, why, bool(digital))
    is_a_head = CELL_TABLES[table].line(row) is MEETING_HOURS
    n = heads.get((section, row["month"])) if is_a_head else None
    ends = known_between(table, row) or Range(0, 0)
    return _Cell(section, *ends, why, row["coding"] is not None, n)


def _users(what: str, cell: _Cell) -> int:
    """Return how many users one group's cell proves."""
    if cell.is_shown:
        # The dominance rule is not applied to bottom-coded cells; meetings are at least ten, however many have guests.
        return SEEN_BY if cell.least > 0 or what == "meetings" else 0
    # Few meetings have a reason of their own; in other tables `dominance` may also mean that there is nothing.
    return _ONE if what == "meetings" and cell.why == "dominance" else 0


def _rest(cells: Sequence[_Cell]) -> tuple[str, ...]:
    """Return the groups that are not shown, if the shown ones leave a part of the town's amount to them."""
    town = next((cell for cell in cells if cell.section == TOWN and cell.is_shown), None)
    shown = [cell for cell in cells if cell.section != TOWN and cell.is_shown]
    groups = tuple(cell.section for cell in cells if cell.why in _TOGETHER)
    if town is None or not groups or town.least <= 0:
        return ()
    if town.of is None:
        # The bases are unknown: if the town's rate is at least that of every shown group, the others have a part.
        is_left = town.least >= max((cell.most for cell in shown), default=0)
    else:
        is_left = town.least * town.of > sum(cell.most * (cell.of or 0) for cell in shown)
    return groups if is_left else ()


def _heads(rows: Rows) -> dict[tuple[str, date], int]:
    """Return (group, month) → its people whom the meetings' sources cover, as the tables of head counts show them.

    Another tool's sources may cover other sections, so its rows have another number of people.
    """
    return {
        (row["section"], row["month"]): row["n"]
        for table in ("use_month", "activation_month")
        for row in rows.get(table, ())
        if row["tool"] == MEETING_HOURS.users and row["n"] is not None
    }


def _only_tools(rows: Rows) -> dict[date, str]:
    """Return month → the tool, where only one is measured: a use of any tool is then a use of this one."""
    tools: dict[date, set[str]] = defaultdict(set)
    for row in rows.get("use_month", ()):
        if row["state"] != "none":
            tools[row["month"]].add(row["tool"])
    return {month: next(iter(found)) for month, found in tools.items() if len(found) == 1}
