"""What proves at least two users of a tool in a month: it is shown, so nobody has more than half of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from warehouse.bands import HALF_HOURS, SHARE_STEP
from warehouse.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def witnesses(rows: Rows) -> Iterator[Shown]:
    """Yield each shown cell that proves two users, under the tool that it proves them of."""
    for row in rows.get("paper_digital_month", ()):
        # Documents are files, whatever the vendor.
        if row["pair"] == "documents" and row["digital"] is not None:
            yield _proof("paper_digital_month", row, "files")
        if row["pair"] == "meetings" and row["digital"]:
            yield _proof("paper_digital_month", row, "meetings")
    only = _only_tools(rows)
    for row in rows.get("work_month", ()):
        if row["shown"] is None:
            continue
        if row["measure"] == "meeting_hours" and row["low"] >= HALF_HOURS:
            yield _proof("work_month", row, "meetings")
        if row["measure"] == "out_of_hours" and row["low"] >= SHARE_STEP and row["month"] in only:
            yield _proof("work_month", row, only[row["month"]])
    for row in rows.get("outside_month", ()):
        if row["shown"] is not None:
            yield _proof("outside_month", row, "meetings")


def item_of(one: Shown) -> str:
    """Return what its table calls the thing counted: the tool, or of a witness what it was seen by."""
    if one.table == "work_month":
        return "meeting_hours" if one.tool == "meetings" else "out_of_hours"
    if one.table == "paper_digital_month":
        return "documents" if one.tool == "files" else "meetings"
    return one.tool


def _proof(table: str, row: Mapping[str, Any], tool: str) -> Shown:
    return Shown(table, row["section"], tool, row["month"], None, 0.0, 0.0)


def _only_tools(rows: Rows) -> dict[date, str]:
    """Month → its tool, where only one is measured: a use of any tool is then a use of this one."""
    tools: dict[date, set[str]] = defaultdict(set)
    for row in rows.get("use_month", ()):
        if row["state"] != "none":
            tools[row["month"]].add(row["tool"])
    return {month: next(iter(found)) for month, found in tools.items() if len(found) == 1}
