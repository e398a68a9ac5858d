"""What proves users of a tool in a month: two where it is shown, for nobody has more than half of it; else one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from warehouse.bands import HALF_HOURS, SHARE_STEP
from warehouse.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    Rows = Mapping[str, Iterable[Mapping[str, Any]]]


SEEN_BY = 2
"""What nobody has more than half of proves so many users."""
_ONE = 1
"""Of what one person has more than half of there is some: the reason `dominance` proves that person."""


def witnesses(rows: Rows) -> Iterator[Shown]:
    """Yield each cell that proves users, under the tool that it proves them of; `n` says how many at least."""
    for row in rows.get("paper_digital_month", ()):
        # Documents are files, whatever the vendor; their dominance may be that of the paper alone.
        if row["pair"] == "documents" and row["digital"] is not None:
            yield _proof("paper_digital_month", row, "files", SEEN_BY)
        if row["pair"] == "meetings" and (
            users := _by_meetings(row, is_shown=bool(row["digital"]))
        ):
            yield _proof("paper_digital_month", row, "meetings", users)
    only = _only_tools(rows)
    for row in rows.get("work_month", ()):
        is_hours = row["measure"] == "meeting_hours"
        tool = "meetings" if is_hours else only.get(row["month"])
        least = HALF_HOURS if is_hours else SHARE_STEP
        if tool is None:
            continue
        if row["withheld_because"] == "dominance":
            yield _proof("work_month", row, tool, _ONE)
        elif row["shown"] is not None and row["low"] >= least:
            yield _proof("work_month", row, tool, SEEN_BY)
    for row in rows.get("outside_month", ()):
        if users := _by_meetings(row, is_shown=row["shown"] is not None):
            yield _proof("outside_month", row, "meetings", users)


def _by_meetings(row: Mapping[str, Any], *, is_shown: bool) -> int:
    """Return how many users meetings prove: what covers another has its ten, and nobody half of them."""
    if is_shown or row["withheld_because"] == "protects_other":
        return SEEN_BY
    return _ONE if row["withheld_because"] == "dominance" else 0


def item_of(one: Shown) -> str:
    """Return what its table calls the thing counted: the tool, or of a witness what it was seen by."""
    if one.table == "work_month":
        return "meeting_hours" if one.tool == "meetings" else "out_of_hours"
    if one.table == "paper_digital_month":
        return "documents" if one.tool == "files" else "meetings"
    return one.tool


def _proof(table: str, row: Mapping[str, Any], tool: str, users: int) -> Shown:
    return Shown(table, row["section"], tool, row["month"], users, 0.0, 0.0)


def _only_tools(rows: Rows) -> dict[date, str]:
    """Month → its tool, where only one is measured: a use of any tool is then a use of this one."""
    tools: dict[date, set[str]] = defaultdict(set)
    for row in rows.get("use_month", ()):
        if row["state"] != "none":
            tools[row["month"]].add(row["tool"])
    return {month: next(iter(found)) for month, found in tools.items() if len(found) == 1}
