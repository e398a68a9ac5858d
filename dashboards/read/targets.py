"""Reads targets, actions and hand-over items of the release, and the distance of a value from its target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.read.action_verdicts import read_action_verdicts
from dashboards.read.outcomes import Outcomes
from dashboards.read.series.cells import newest
from dashboards.read.series_targets import read_series_targets
from dashboards.text.words import plain
from warehouse.release.derived.reach import is_reached, reach
from warehouse.release.derived.target_in_force import TargetsInForce
from warehouse.release.groups.succession import Succession
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from dashboards.read.series.cells import Series
    from warehouse.release.derived.reach import Reach
    from warehouse.release.tables.release import Release

STEPS = ("observed", "oriented", "decided", "acted", "checked")
"""Steps of the OODA loop (observe, orient, decide, act), followed by the check."""

_CIRCLED = 20
"""Number of circled digits in Unicode that are used as marks."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the action book; `section` and `tool` are None if it covers all.

    `section` is today's section, `booked_section` the one in the book, in whose months the action is marked.
    `series` is what `measure` names; None if it names no series, so that the action is not judged.
    """

    number: str
    title: str
    section: str | None
    booked_section: str | None
    tool: str | None
    role: str
    type: str
    hypothesis: str
    measure: str
    series: str | None
    step: str
    dates: dict[str, date]
    result: str | None
    due_on: date | None
    is_overdue: bool
    hours_saved: float | None
    hours_added: float | None
    freed_for: str
    mark: str

    @property
    def days(self) -> int | None:
        """Days from observed to checked; None until it is checked."""
        if "checked" not in self.dates or "observed" not in self.dates:
            return None
        return (self.dates["checked"] - self.dates["observed"]).days


@dataclass(frozen=True, slots=True)
class Distance:
    """Points by which a shown rate lies above its target (negative: below), and whether it reaches it."""

    points: float
    reach: Reach

    @property
    def missing(self) -> int:
        """Whole points missing for a rate below its target: at least one."""
        return max(1, round(-self.points))


class Targets:
    """Targets, actions and hand-over of one release, with its derived results (`outcomes`)."""

    def __init__(self, release: Release) -> None:
        """Index the tables `action`, `target`, `handover` and `office`."""
        self.outcomes = Outcomes(release)
        self.policy = release.policy
        self._succession = Succession.of(release.tables)
        self._targets = TargetsInForce(
            release.tables["target"].to_pylist(), release.town.fiscal_year_start
        )
        rows = release.tables["action"].to_pylist()
        self.actions = tuple(_action(row, place) for place, row in enumerate(rows))
        self.verdicts = read_action_verdicts(release)
        self.of_series = read_series_targets(release)
        self.items: dict[str, dict[str, bool]] = {}
        for row in release.tables["handover"].to_pylist() if self.policy.has_handover else ():
            self.items.setdefault(row["section"], {})[row["item"]] = bool(row["is_met"])
        office = release.tables["office"].to_pylist()
        self.closing_on: date | None = office[0]["closing_on"] if office else None
        self.paper_per_cent: float | None = office[0]["paper_per_cent"] if office else None

    @property
    def has_targets(self) -> bool:
        """Whether the settings name any target."""
        return bool(self._targets)

    def target(self, section: str, tool: str, month: date) -> float | None:
        """Return the target for the fiscal year of `month`, in per cent; None without a target."""
        return self._targets.target(section, tool, month)

    def distance(self, section: str, tool: str, series: Series) -> Distance | None:
        """Return the distance of the newest final month from its target.

        None without a target, or if only a bound is known that does not determine whether the target is met.
        """
        cell = newest(series)
        if cell is None or cell.drawn is None:
            return None
        target = self.target(section, tool, cell.month)
        found = reach(cell.low, cell.high, target)
        return None if target is None or found is None else Distance(cell.drawn - target, found)

    def acted(
        self, section: str, series: Collection[str], months: Sequence[date]
    ) -> tuple[Action, ...]:
        """Return the actions to mark on a chart, in the order of the book.

        They were put to work in these months and are judged by one of the chart's own `series`. A chart of one section
        has its own and those of all sections; a chart of the whole town hall has every section's.
        """
        return tuple(
            action
            for action in self.actions
            if action.series in series
            and (day := action.dates.get("acted")) is not None
            and day.replace(day=1) in months
            and (
                section == TOWN
                or action.booked_section is None
                or self._succession.group_on(action.booked_section, day) == section
            )
        )

    def marks(
        self, section: str, series: Collection[str], months: Sequence[date]
    ) -> tuple[tuple[date, str], ...]:
        """Return (month put to work, mark) of the actions to mark on a chart of these series."""
        found = self.acted(section, series, months)
        return tuple((action.dates["acted"].replace(day=1), action.mark) for action in found)

    def is_paper_met(self, series: Series) -> bool | None:
        """Tell whether the newest digital share of documents is at its target; None if it is close or not known.

        The share comes from rounded counts, so it can be off by more than its rounding to whole per cents.
        """
        cell = newest(series)
        known = cell.between if cell else None
        return None if known is None else is_reached(reach(*known, self.paper_per_cent, 0))


def _action(row: dict[str, object], place: int) -> Action:
    def text(name: str) -> str:
        return plain(str(row[name] or ""))

    def number(name: str) -> float | None:
        value = row[name]
        return None if value is None else float(str(value))

    dates = {step: row[f"{step}_on"] for step in STEPS if row[f"{step}_on"] is not None}
    return Action(
        number=text("action"),
        title=text("title"),
        section=text("section") or None,
        booked_section=text("booked_section") or text("section") or None,
        tool=text("tool") or None,
        role=text("owner_role"),
        type=text("type"),
        hypothesis=text("hypothesis"),
        measure=text("measure"),
        series=text("series") or None,
        step=text("step"),
        dates=dates,  # type: ignore[arg-type]  # dates by the release's schema
        result=text("result") or None,
        due_on=row["due_on"],  # type: ignore[arg-type]  # as above
        is_overdue=bool(row["is_overdue"]),
        hours_saved=number("hours_saved"),
        hours_added=number("hours_added"),
        freed_for=text("freed_for"),
        mark=chr(ord("①") + place) if place < _CIRCLED else f"({place + 1})",
    )
