"""Provides the newsletter's numbers from a release: multiples of five per cent, and bands.

Everything the newsletter prints or draws passes through `coarsen`; whole per cents of the release must not get
further. Head counts are used for one purpose: to find the steps in which a share of them is rounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from dashboards.read.book_changes import BookChanges
from dashboards.read.series.missing_reason import without_one_sided_share
from dashboards.text.words import Words, plain
from dashboards.theme import TOOL_STYLES
from warehouse.months import month_before
from warehouse.release.groups.succession import Succession
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import WHOLE_PER_CENT, Range, summed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pyarrow as pa

    from warehouse.release.tables.release import Release
    from warehouse.town import Town

STEP = 5
WINDOW_MONTHS = 24
"""Number of months that a chart covers."""

_KEYS = {
    "use_month": "tool",
    "activation_month": "tool",
    "paper_digital_month": "pair",
}


@dataclass(frozen=True, slots=True)
class Coarse:
    """Per cent in multiples of five: one figure (`low == high`) or a band."""

    low: int
    high: int

    @property
    def middle(self) -> float:
        """Position at which a chart draws it."""
        return (self.low + self.high) / 2

    @property
    def is_one(self) -> bool:
        """Whether it is one figure and not a band."""
        return self.low == self.high

    @property
    def is_point(self) -> bool:
        """Whether a chart may draw it as a point: one figure, or a band no wider than one step."""
        return self.high - self.low <= STEP

    @property
    def figure(self) -> int | None:
        """The figure to compute with: for a one-sided bound its inner end; None for a wider band."""
        if self.is_one or self.low == 100 - STEP:
            return self.low
        return self.high if self.high == STEP else None


@dataclass(frozen=True, slots=True)
class CoarseCell:
    """One released cell: `value` is None if nothing is shown; `is_withheld` distinguishes that from 「まだない」."""

    value: Coarse | None
    state: str
    is_withheld: bool
    is_plain: bool = False
    """Whether the release shows one value, not a band or a one-sided bound; only such values are compared, as on
    the site."""
    known: Range | None = None
    """Range of the true value in per cent, as far as the release shows it; differences are computed from it."""


EMPTY = CoarseCell(None, "none", is_withheld=False)
UNLIKE = CoarseCell(None, "none", is_withheld=False)
"""Value for a month that cannot be compared, because the section had other member sections then."""


@dataclass(frozen=True, slots=True)
class NewsletterSection:
    """A published group of the month, in the town's own order."""

    code: str
    name: str


def coarsen(low: float, high: float) -> Coarse:
    """Return a range of per cents as a multiple of five or as a band between two.

    One figure if the whole range rounds to it; below 5 and from 95 only a one-sided bound. Otherwise the range is
    widened to the next multiples of five, so that it never says more than the release did.
    """
    middle = (low + high) / 2
    if middle < STEP and high <= STEP:
        return Coarse(0, STEP)
    if middle >= 100 - STEP and low >= 100 - STEP - WHOLE_PER_CENT:
        return Coarse(100 - STEP, 100)
    rounded = Range(low, high).rounded(STEP)
    return Coarse(max(0, int(rounded.low)), min(100, int(rounded.high)))


def round_to_step(value: float) -> int:
    """Round half up to a multiple of five."""
    return STEP * math.floor(value / STEP + 0.5)


def change(then: CoarseCell, now: CoarseCell) -> Range | None:
    """Return the change of a figure in points, as far as the release determines it.

    None if one of the two has no value or is a wide band. The change is computed from what the release shows, and only
    then rounded to multiples of five: 48 and 52 are both about 50 and may be five points apart; 47 and 48 are about 45
    and about 50 and are not.
    """
    if then.known is None or now.known is None or then.value is None or now.value is None:
        return None
    if not (then.value.is_point and now.value.is_point):
        return None
    return now.known.less(then.known)


def sign(change: Range) -> int:
    """Return 1 or -1 if a change is certainly up or down after rounding to multiples of five; else 0 (ほぼ同じ)."""
    rounded = change.rounded(STEP)
    return (rounded.low > 0) - (rounded.high < 0)


def coarse_direction(then: CoarseCell, now: CoarseCell) -> int | None:
    """Return 1, 0 or -1 for up, level or down; None if two bands overlap or a value is missing.

    If one of the two is a band, a move is certain only if they do not touch.
    """
    points = change(then, now)
    if points is not None:
        return sign(points)
    if then.value is None or now.value is None:
        return None
    return (now.value.low > then.value.high) - (now.value.high < then.value.low) or None


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
    )
