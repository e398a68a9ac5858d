"""Reads the release's derived tables as typed rows: quadrants, pace, fits, years, hours.

Values stay as they were released; a value that could not be determined is None or has a reason. Computes no new result.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from dashboards.read.series.cell import Cell
from warehouse.release.derived.alerts import watched
from warehouse.release.derived.reach import reach_fall
from warehouse.release.groups.succession import REORGANISED
from warehouse.release.tables.cell_tables import value_of
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import WHOLE_PER_CENT, Range

if TYPE_CHECKING:
    from datetime import date

    from warehouse.release.derived.reach import Reach
    from warehouse.release.tables.release import Release

_Kind = TypeVar("_Kind")

PACE_MONTHS = 3
"""Number of months over which the release measures a pace."""

Way = Literal["up", "level", "down", "open"]
Verdict = Literal["replaced", "added", "untouched", "shrunk", "open"]


@dataclass(frozen=True, slots=True)
class Quadrant:
    """Documents per head and working day, then and now, and their change against the base as ranges in per cent."""

    month: date
    digital_low: float
    digital_high: float
    paper_low: float
    paper_high: float
    digital_then: float
    digital_now: float
    paper_then: float
    paper_now: float
    digital_moves: Way
    paper_moves: Way
    verdict: Verdict
    state: str

    @property
    def digital(self) -> Range:
        """The change of documents in digital form."""
        return Range(self.digital_low, self.digital_high)

    @property
    def paper(self) -> Range:
        """The change of print jobs."""
        return Range(self.paper_low, self.paper_high)


@dataclass(frozen=True, slots=True)
class Pace:
    """Distance of a use rate from its target (points), and its rate of change (points a month)."""

    month: date
    target: float
    distance: float | None
    reach: Reach | None
    months_left: int
    pace: float | None
    pace_needed: float | None
    is_on_pace: bool | None

    @property
    def moved(self) -> Range | None:
        """Points a month over the last three months, with the rounding of the two rates (whole per cents)."""
        if self.pace is None:
            return None
        apart = round(PACE_MONTHS * self.pace)
        return Range(apart - 2 * WHOLE_PER_CENT, apart + 2 * WHOLE_PER_CENT).over(PACE_MONTHS)

    @property
    def needed(self) -> Range | None:
        """Points a month that are needed to reach the target in the months left."""
        if self.distance is None or self.months_left <= 0:
            return None
        missing = Range(-self.distance - WHOLE_PER_CENT, -self.distance + WHOLE_PER_CENT)
        return missing.over(self.months_left)


@dataclass(frozen=True, slots=True)
class ReleasedFit:
    """The month on record in which 80 % had begun, or the months in which it may come, or why neither is told."""

    refused: str | None
    reached_month: date | None = None
    first_month: date | None = None
    last_month: date | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """Sheets bought in a fiscal year against the same months of the base year."""

    fiscal_year: int
    months: int
    sheets: float | None
    base_year: int | None
    base_sheets: float | None
    change: float | None
    target: float | None
    yen: float | None
    kilograms: float | None
    co2_kilograms: float | None
    trees: float | None
    state: str
    fewer: float | None = None
    """Sheets fewer than in the base year; a negative number means more."""
    uncompared_because: str | None = None

    @property
    def reach(self) -> Reach | None:
        """Position of the change relative to its target; None if one of the two is missing."""
        return reach_fall(self.change, self.target)


@dataclass(frozen=True, slots=True)
class Difference:
    """Sheets bought minus sheets printed in a month, and the reason for the difference."""

    month: date
    bought: float
    printed_low: float
    printed_high: float
    low: float
    high: float
    why: str
    state: str

    @property
    def printed(self) -> Range:
        """Range that contains the number of sheets printed."""
        return Range(self.printed_low, self.printed_high)

    @property
    def known(self) -> Range:
        """Range that contains the difference."""
        return Range(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours saved and added in a month, as the action book estimates them."""

    month: date
    hours_saved: float
    hours_added: float
    net_hours: float
    actions: int

    @property
    def net_shown(self) -> int:
        """Net hours from the book's exact estimates, rounded once; not the difference of the two shown figures."""
        return round(self.net_hours)


@dataclass(frozen=True, slots=True)
class Milestone:
    """Months in which a share of staff (`milestone`, per cent) had certainly begun, and may first have begun."""

    milestone: int
    month: date | None
    possible_month: date | None


class Outcomes:
    """Derived tables of one release, by section and tool."""

    def __init__(self, release: Release) -> None:
        """Read every derived table; lookups in an empty table return None or an empty collection."""
        rows = {name: table.to_pylist() for name, table in release.tables.items()}
        self._quadrants: dict[str, Quadrant] = {}
        self._reorganised: set[str] = set()
        for row in sorted(rows["replacement_month"], key=lambda row: row["month"]):
            has_verdict = row["verdict"] is not None and row["state"] == "final"
            if row["uncompared_because"] == REORGANISED:
                # Earlier verdicts cover other sections than today's.
                self._quadrants.pop(row["section"], None)
                self._reorganised.add(row["section"])
            elif has_verdict:
                self._quadrants[row["section"]] = _of(Quadrant, row)
                self._reorganised.discard(row["section"])
        self._paces = {
            (row["section"], row["tool"]): _of(Pace, row) for row in rows["target_month"]
        }
        self._fits = {
            (row["section"], row["tool"]): _of(ReleasedFit, row) for row in rows["curve_fit"]
        }
        self._normal: dict[tuple[str, str], tuple[date, bool | None]] = {}
        for row in rows["normal_month"]:
            key, month = (row["section"], row["tool"]), row["month"]
            if row["state"] == "final" and (
                key not in self._normal or self._normal[key][0] < month
            ):
                self._normal[key] = (month, row["is_normal"])
        self.factors: dict[str, tuple[float, str]] = {
            row["quantity"]: (row["per_sheet"], row["source"]) for row in rows["paper_factor"]
        }
        self._years = _listed(Year, rows["paper_year"])
        self._hours = _listed(Hours, rows["hours_month"])
        self._differences = _listed(Difference, rows["paper_difference_month"])
        self._milestones: dict[tuple[str, str], dict[int, Milestone]] = {}
        for row in rows["milestone"]:
            by_share = self._milestones.setdefault((row["section"], row["tool"]), {})
            by_share[row["milestone"]] = _of(Milestone, row)
        self._coverage: dict[str, dict[str, Any]] = {}
        for row in rows["training_coverage"]:
            best = self._coverage.setdefault(row["section"], row)
            if (row["low"] or 0, row["high"] or 0) > (best["low"] or 0, best["high"] or 0):
                self._coverage[row["section"]] = row
        self.alerts: tuple[dict[str, Any], ...] = tuple(rows["alert"])
        self.watched = watched(release.tables, release.town, release.as_of)

    def quadrant(self, section: str) -> Quadrant | None:
        """Return the newest final verdict on replacing or adding; None if there is none."""
        return self._quadrants.get(section)

    def is_reorganised(self, section: str) -> bool:
        """Tell whether a section has no verdict because its base period covers other sections."""
        return section in self._reorganised

    def pace(self, section: str, tool: str) -> Pace | None:
        """Return the pace of a use rate towards its target; None without a target."""
        return self._paces.get((section, tool))

    def fit(self, section: str, tool: str) -> ReleasedFit | None:
        """Return when 80 % of staff have begun, or why that is not told; None if the release has no row."""
        return self._fits.get((section, tool))

    def is_normal(self, section: str, tool: str) -> bool | None:
        """Tell whether use is normal in the newest final month; None if that cannot be determined."""
        return self._normal.get((section, tool), (None, None))[1]

    def years(self, section: str = TOWN) -> tuple[Year, ...]:
        """Return sheets bought by fiscal year, oldest first."""
        return tuple(sorted(self._years.get(section, ()), key=lambda year: year.fiscal_year))

    def hours(self, section: str = TOWN) -> tuple[Hours, ...]:
        """Return estimated hours by month, oldest first."""
        return tuple(sorted(self._hours.get(section, ()), key=lambda hours: hours.month))

    def differences(self, section: str = TOWN) -> tuple[Difference, ...]:
        """Return sheets bought minus sheets printed by month, oldest first."""
        found = self._differences.get(section, ())
        return tuple(sorted((d for d in found if d.low is not None), key=lambda d: d.month))

    def milestones(self, section: str, tool: str) -> dict[int, Milestone]:
        """Return the milestones of a tool by share of staff: 16, 50 and 84 per cent."""
        return self._milestones.get((section, tool), {})

    def coverage(self, section: str, month: date) -> Cell | None:
        """Return the attendance share of the section's best attended training; None if none is released."""
        row = self._coverage.get(section)
        if row is None:
            return None
        names = ("low", "high", "state", "withheld_because", "n")
        value = value_of("training_coverage", row)
        return Cell(month, value, *(row[name] for name in names))


def _of(kind: type[_Kind], row: dict[str, Any]) -> _Kind:
    return kind(**{field.name: row[field.name] for field in fields(kind)})  # type: ignore[arg-type]  # each kind is a dataclass of this module


def _listed(kind: type[_Kind], rows: list[dict[str, Any]]) -> dict[str, list[_Kind]]:
    out: dict[str, list[_Kind]] = {}
    for row in rows:
        out.setdefault(row["section"], []).append(_of(kind, row))
    return out
