"""The series by which actions are judged: what each reads from the release, its scale and its better direction.

A series is a monthly number of each section with a name. Its name here is what the action book, the verdicts and the
pages use; the words for people are in `connectors/vendors/books/series_words.py` and in the dashboards' catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from connectors.contract.shapes import TOOLS

if TYPE_CHECKING:
    from collections.abc import Mapping

Scale = Literal["points", "per_cent"]
"""Changes of shares are in points; changes of amounts are in per cent, compared by their logarithms."""
Better = Literal["more", "less"]


@dataclass(frozen=True, slots=True)
class SeriesKind:
    """What a series reads: the rows of one release table, and of each row its cell or one of its columns.

    Attributes:
        table: the release table.
        scale: of a change.
        better: the direction that the town wants.
        where: column → value that its rows have.
        column: None: the cell; else a column with a rounded count.
        is_a_head: divided by the people of the section.
    """

    table: str
    scale: Scale
    better: Better
    where: Mapping[str, str] = field(default_factory=dict)
    column: str | None = None
    is_a_head: bool = False

    def has(self, row: Mapping[str, object]) -> bool:
        """Whether a row of the table belongs to the series."""
        return all(row[column] == value for column, value in self.where.items())


TASK_HOURS = "task_hours"
"""What the list of tasks states: its sections write these hours down, nobody counts them."""
PAIRS = ("documents", "approvals", "filings", "meetings", "inspections", "minutes")
SERIES: Mapping[str, SeriesKind] = {
    **{f"use {tool}": SeriesKind("use_month", "points", "more", {"tool": tool}) for tool in TOOLS},
    **{
        f"ratio {pair}": SeriesKind("paper_digital_month", "points", "more", {"pair": pair})
        for pair in PAIRS
    },
    **{
        f"on_paper {pair}": SeriesKind(
            "paper_digital_month", "per_cent", "less", {"pair": pair}, "paper"
        )
        for pair in PAIRS[1:]
    },
    "printed": SeriesKind("paper_month", "per_cent", "less", {"kind": "printed"}, is_a_head=True),
    "bought": SeriesKind("paper_month", "per_cent", "less", {"kind": "bought"}),
    "out_of_hours": SeriesKind("work_month", "points", "less", {"measure": "out_of_hours"}),
    "meeting_hours": SeriesKind("work_month", "per_cent", "less", {"measure": "meeting_hours"}),
    "overtime": SeriesKind("overtime_month", "per_cent", "less"),
    TASK_HOURS: SeriesKind("book_month", "per_cent", "less", {"what": "tasks", "measure": "hours"}),
    "faxes": SeriesKind("book_month", "per_cent", "less", {"what": "fax", "measure": "count"}),
    "automated_runs": SeriesKind(
        "book_month", "per_cent", "more", {"what": "automation", "measure": "count"}
    ),
    "automated_hours": SeriesKind(
        "book_month", "per_cent", "more", {"what": "automation", "measure": "hours"}
    ),
}
"""Name of a series → what it reads. Own counts are series by the names that the town gives them."""
HOUR_UNITS = frozenset({"時間", "h", "hours"})
"""Units of own counts, as books write them, that are hours."""
OWN_COUNT = "count "
"""Begins the name of a series that is an own count."""


def kind_of(name: str, own_counts: Mapping[str, Better]) -> SeriesKind | None:
    """Return what a series reads; None if there is no series of that name.

    `own_counts`: the town's name of a count → its better direction.
    """
    better = own_counts.get(name.removeprefix(OWN_COUNT)) if name.startswith(OWN_COUNT) else None
    if better is not None:
        where = {"what": name, "measure": "count"}
        return SeriesKind("book_month", "per_cent", better, where)
    return SERIES.get(name)
