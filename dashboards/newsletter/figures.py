"""Provides the newsletter's numbers from a release: multiples of five per cent, and bands.

Everything the newsletter prints or draws passes through `coarsen`; whole per cents of the release must not get
further. Head counts are used for one purpose: to find the steps in which a share of them is rounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from dashboards.newsletter.coarse import EMPTY, UNLIKE, CoarseCell, coarsen
from dashboards.read.book_changes import BookChanges
from dashboards.read.noise import cases_of
from dashboards.read.series.missing_reason import without_one_sided_share
from dashboards.text.words import Words, plain
from dashboards.theme import TOOL_STYLES
from warehouse.months import month_before
from warehouse.release.groups.succession import Succession
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import Range, summed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pyarrow as pa

    from warehouse.release.tables.release import Release
    from warehouse.town import Town

WINDOW_MONTHS = 24
"""Number of months that a chart covers."""

_KEYS = {
    "use_month": "tool",
    "activation_month": "tool",
    "paper_digital_month": "pair",
}


@dataclass(frozen=True, slots=True)
class NewsletterSection:
    """A published group of the month, in the town's own order."""

    code: str
    name: str


def printable(name: str) -> str:
    """Return a name without invisible characters and at most 40 long, so that it cannot break a line or a file."""
    return plain(name)[:40] or "?"


class Figures:
    """All numbers that one month's newsletter may use, by table, section, tool or pair, and month."""

    def __init__(self, release: Release, month: date) -> None:
        """Read the window of months that ends with `month` (any day of it)."""
        self.town: Town = release.town
        self.release = release
        self.month = month.replace(day=1)
        first = max(
            month_before(self.month, WINDOW_MONTHS - 1), self.town.launched_on.replace(day=1)
        )
        self.months = tuple(
            m
            for m in (month_before(self.month, k) for k in range(WINDOW_MONTHS - 1, -1, -1))
            if m >= first
        )
        self._cells: dict[tuple[str, str, str, date], CoarseCell] = {}
        for table, key in _KEYS.items():
            for row in self._rows(release.tables[table]):
                self._cells[table, row["section"], row[key], row["month"]] = _cell(table, row)
        self._succession = Succession.of(release.tables)
        self.books = BookChanges(release)
        self.sections = self._sections(release.tables["section"])
        self._names = {
            row["section"]: printable(row["name"])
            for row in release.tables["section"].to_pylist()
            if row["name"]
        }

    def _rows(self, table: pa.Table) -> list[dict[str, Any]]:
        """Return the table's rows within the window."""
        if not self.months:
            return []
        inside = pc.and_(
            pc.greater_equal(table["month"], self.months[0]),
            pc.less_equal(table["month"], self.month),
        )
        rows: list[dict[str, Any]] = table.filter(inside).to_pylist()
        return rows

    def _sections(self, table: pa.Table) -> tuple[NewsletterSection, ...]:
        rows = sorted(
            table.to_pylist(),
            key=lambda r: (
                r["position"] if r["position"] is not None else math.inf,
                r["section"],
            ),
        )
        shown = {section for _, section, _, month in self._cells if month == self.month}
        words = Words(self.town.language)
        return tuple(
            NewsletterSection(
                row["section"],
                printable(words.group(row["section"], row["name"])),
            )
            for row in rows
            if row["section"] in shown and row["section"] != TOWN
        )

    def section_name(self, section: str | None) -> str | None:
        """Return the printable name of a section; None for the whole town hall and for an unknown code."""
        return self._names.get(section) if section else None

    def cell(self, table: str, section: str, key: str, month: date) -> CoarseCell:
        """Return the cell of a section, a tool or pair (`key`) and a month; `EMPTY` if the release has none."""
        return self._cells.get((table, section, key, month), EMPTY)

    def then(self, table: str, section: str, key: str, month: date) -> CoarseCell:
        """Return the cell of an earlier month, for comparison with the issue's month.

        It is `UNLIKE` if the section had other member sections then, because rates cannot be added.
        """
        if not self._succession.is_same(section, self.month, month):
            return UNLIKE
        return self.cell(table, section, key, month)

    def drawn_sections(
        self, table: str, key: str, since: date | None
    ) -> tuple[NewsletterSection, ...]:
        """Return the sections that show anything now or in the month `since`; a chart leaves out the others."""
        months = [self.month] + ([since] if since else [])
        return tuple(
            section
            for section in self.sections
            if any(self.then(table, section.code, key, month).value for month in months)
        )

    def keys(self, table: str) -> tuple[str, ...]:
        """Return the tools or pairs that the town has in this window, in the order of the pages."""
        found = {k for t, section, k, _ in self._cells if t == table and section == TOWN}
        known = [tool for tool in TOOL_STYLES if tool in found]
        return (*known, *sorted(found - set(known)))

    def compared_month(self, table: str, *keys: str) -> date | None:
        """Return the month to compare the town with, the same for all these tools or pairs.

        The same month a year earlier if any of them has a value then; else the earliest month with a value, at least
        three months back; None if there is none.
        """
        year_ago = month_before(self.month, 12)
        early = [m for m in self.months if m <= month_before(self.month, 3)]
        for month in [m for m in early if m == year_ago] + early:
            if any(self.cell(table, TOWN, key, month).value for key in keys):
                return month
        return None

    def sheets(self) -> Mapping[date, Range]:
        """Return the range of sheets the town bought, by month, without months in which a source has no value."""
        total: dict[date, list[Range]] = {}
        missing: set[date] = set()
        for row in self._rows(self.release.tables["paper_month"]):
            if row["section"] != TOWN or row["kind"] != "bought":
                continue
            known = known_between("paper_month", row)
            if known is None:
                missing.add(row["month"])
            else:
                total.setdefault(row["month"], []).append(known)
        return {month: summed(parts) for month, parts in total.items() if month not in missing}

    def states(self) -> set[str]:
        """Return the states, except `none`, of the town's cells in the issue's month, paper included."""
        cells = {
            cell.state
            for (_, section, _, month), cell in self._cells.items()
            if section == TOWN and month == self.month
        }
        paper = {
            row["state"]
            for row in self._rows(self.release.tables["paper_month"])
            if row["section"] == TOWN and row["month"] == self.month
        }
        return (cells | paper) - {"none", None}


def _cell(table: str, read: Mapping[str, Any]) -> CoarseCell:
    row = without_one_sided_share(read)
    known = known_between(table, row)
    if known is None:
        return CoarseCell(
            None, row["state"] or "none", is_withheld=row["withheld_because"] is not None
        )
    return CoarseCell(
        coarsen(*known),
        row["state"] or "none",
        is_withheld=False,
        is_plain=row["low"] == row["high"],
        known=known,
        cases=cases_of(table, row),
    )
