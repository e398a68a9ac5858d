"""Sets what an action was estimated to save beside what was measured: the verdict's change, in hours a month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING, Literal

from warehouse.months import month_before
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.tables.rounding import Range
from warehouse.release.tables.series import HOUR_UNITS, OWN_COUNT, TASK_HOURS, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dashboards.read.action_verdicts import ActionVerdict
    from dashboards.read.targets import Action, Targets
    from warehouse.release.tables.release import Release

Backing = Literal["backed", "not_yet", "against"]
Why = Literal[
    "too_early", "not_shown", "own_past", "not_hours", "less", "no_estimate", "stated", ""
]
"""Why an estimate is not backed, or by what it is where nothing was counted; empty where that needs no word."""

IN_HOURS = {"overtime": True, "meeting_hours": True, TASK_HOURS: False}
"""Series that are hours → whether they are divided by the people of the section."""
_YEAR = 12


@dataclass(frozen=True, slots=True)
class WorkEvidence:
    """The estimate of an action and what was measured.

    Attributes:
        action: the line of the action book.
        estimate: hours saved less hours added a month; None if the book does not say.
        fewer: hours fewer a month, the ends of the verdict's interval; None where the series is not in hours.
        change: the same interval in per cent of the series; None where nothing was compared with other sections.
        backing: what the measurement says of the estimate.
        why: why it is not backed yet, or by what it is.
    """

    action: Action
    estimate: float | None
    fewer: Range | None
    change: Range | None
    backing: Backing
    why: Why


def read_work_evidence(release: Release, targets: Targets) -> tuple[WorkEvidence, ...]:
    """Return the evidence of each action that was acted on and names a series of work or an own count."""
    hours = _MonthlyHours(release)
    found = []
    for action in targets.actions:
        series = action.series or ""
        if "acted" not in action.dates or not (series in IN_HOURS or series.startswith(OWN_COUNT)):
            continue
        found.append(_evidence(action, targets.verdicts.get(action.number), hours))
    return tuple(found)


def _evidence(action: Action, verdict: ActionVerdict | None, hours: _MonthlyHours) -> WorkEvidence:
    estimate = None
    if action.hours_saved is not None or action.hours_added is not None:
        estimate = (action.hours_saved or 0) - (action.hours_added or 0)
    if verdict is None or verdict.answer == "too_early":
        return WorkEvidence(action, estimate, None, None, "not_yet", "too_early")
    fewer = change = None
    if verdict.answer != "own_past" and verdict.low is not None and verdict.high is not None:
        change = Range(verdict.low, verdict.high)
        usual = hours.before(action, action.dates["acted"].replace(day=1))
        if usual is not None:
            fewer = Range(-verdict.high * usual / 100, -verdict.low * usual / 100)
    if verdict.answer == "reversed":
        return WorkEvidence(action, estimate, fewer, change, "against", "")
    if verdict.answer != "changed":
        return WorkEvidence(action, estimate, fewer, change, "not_yet", verdict.answer)
    backing, why = _backing(estimate, fewer)
    if backing == "backed" and action.series == TASK_HOURS:
        why = "stated"
    return WorkEvidence(action, estimate, fewer, change, backing, why)


def _backing(estimate: float | None, fewer: Range | None) -> tuple[Backing, Why]:
    """Return whether a measured fall holds the estimate, or more than it."""
    if estimate is None or estimate <= 0:
        return "not_yet", "no_estimate"
    if fewer is None:
        return "not_yet", "not_hours"
    return ("backed", "") if estimate <= fewer.high else ("not_yet", "less")


class _MonthlyHours:
    """The hours a month of each series of hours, as they are shown."""

    def __init__(self, release: Release) -> None:
        self._view = ReleasedView(release.tables)
        rows = self._view.rows("own_count")
        self._better = {row["name"]: row["better"] for row in rows}
        self._units = {row["name"]: row["unit"] for row in rows}

    def before(self, action: Action, start: date) -> float | None:
        """Return the mean hours of an action's section in the twelve months before its start.

        None where the series is not in hours, more of it is wanted, or one of the months is not shown.
        """
        series, section = action.series or "", action.section
        kind = kind_of(series, self._better)
        is_in_hours = series in IN_HOURS or self._units.get(series.removeprefix(OWN_COUNT)) in (
            HOUR_UNITS
        )
        if kind is None or section is None or not is_in_hours or kind.better != "less":
            return None
        known: Mapping[date, list[float]] = defaultdict(list)
        for row in self._view.rows(kind.table):
            is_mine = row["section"] == section and kind.has(row)
            heads = self._view.heads.get((section, row["month"])) if IN_HOURS.get(series) else 1
            if is_mine and row["low"] is not None and heads:
                known[row["month"]].append((row["low"] + row["high"]) / 2 * heads)
        months = [month_before(start, back) for back in range(1, _YEAR + 1)]
        if not all(month in known for month in months):
            return None
        return mean(sum(known[month]) for month in months)
