"""Reads the town's plan and the evidence of each item from the release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.release.tables.rounding import Range
from warehouse.release.tables.series import OWN_COUNT, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.derived.plan_evidence import Evidence, Reason
    from warehouse.release.tables.release import Release
    from warehouse.release.tables.series import Scale

    Row = Mapping[str, Any]

EVIDENCE: tuple[Evidence, ...] = ("residents", "work", "used", "built", "none")
"""Kinds of evidence, the strongest first."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The series of an item, and how it is to change.

    Attributes:
        series: its name in the release.
        scale: points for a share; per_cent for an amount.
        better: more or less.
        target: what it is to reach; None for none.
        is_change: whether the target is a change from before, not the level of a month.
        unit: of an own count, as its book writes it; "" for none and for other series.
    """

    series: str
    scale: Scale
    better: str
    target: float | None
    is_change: bool
    unit: str = ""

    @property
    def is_share(self) -> bool:
        """Whether the series is a share, so that its values are per cents and its changes points."""
        return self.scale == "points"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One item of the plan with its evidence; months are their first days.

    Attributes:
        number: in the book.
        title: in a few words.
        purpose: what gets better.
        for_whom: residents or staff.
        section: its code; None for the whole town hall.
        decided_by: mayor, office or section.
        is_of_state: whether it comes from the state's plan; None where the book does not say.
        words: the book's words for its measure; "" for none.
        measure: None where the words name no series.
        due_on: when it is due; None for no date.
        is_late: whether the month in which it is due is over and it does not do what it is for.
        began_on: since when it is used; None if it is not yet.
        evidence: residents, work, used, built or none.
        reason: why it is built or none.
        change: of twelve months, the ends of its interval; None where it is not told.
        months: the first and last of these months.
        newest: the newest final month and the range of its value.
        reach: reached or below; None where that is open.
    """

    number: str
    title: str
    purpose: str
    for_whom: str
    section: str | None
    decided_by: str
    is_of_state: bool | None
    words: str
    measure: Measure | None
    due_on: date | None
    is_late: bool
    began_on: date | None
    evidence: Evidence
    reason: Reason | None
    change: Range | None
    months: tuple[date, date] | None
    newest: tuple[date, Range] | None
    reach: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The items in the order of the book, and series → the final months of the whole town hall on which they rest."""

    items: tuple[PlanItem, ...]
    months: Mapping[str, tuple[tuple[date, Range], ...]]


def read_plan(release: Release) -> Plan:
    """Return the plan; no items if the town keeps no such book."""
    found = {row["item"]: row for row in release.tables["plan_evidence"].to_pylist()}
    own = {row["name"]: row for row in release.tables["own_count"].to_pylist()}
    months: dict[str, list[tuple[date, Range]]] = {}
    for row in release.tables["plan_series_month"].to_pylist():
        months.setdefault(row["series"], []).append((row["month"], Range(row["low"], row["high"])))
    this_month = release.as_of.replace(day=1)
    items = tuple(
        _item(row, found[row["item"]], _measure(row, own), this_month)
        for row in release.tables["plan_item"].to_pylist()
        if row["item"] in found
    )
    return Plan(items, {name: tuple(known) for name, known in months.items()})


def _measure(row: Row, own_counts: Mapping[str, Row]) -> Measure | None:
    better = {name: one["better"] for name, one in own_counts.items()}
    kind = kind_of(row["series"], better) if row["series"] else None
    if kind is None:
        return None
    unit = own_counts.get(row["series"].removeprefix(OWN_COUNT), {}).get("unit") or ""
    is_change = row["target_is"] == "change"
    return Measure(row["series"], kind.scale, kind.better, row["target"], is_change, unit)


def _item(row: Row, found: Row, measure: Measure | None, this_month: date) -> PlanItem:
    """Return an item; `found`: its row of the table `plan_evidence`."""
    is_due = row["due_on"] is not None and row["due_on"] < this_month
    newest = found["newest_month"]
    return PlanItem(
        number=row["item"],
        title=row["title"],
        purpose=row["purpose"],
        for_whom=row["for_whom"],
        section=row["section"],
        decided_by=row["decided_by"],
        is_of_state=row["is_of_state"],
        words=row["measure"] or "",
        measure=measure,
        due_on=row["due_on"],
        is_late=is_due and found["evidence"] in {"built", "none"},
        began_on=row["began_on"],
        evidence=found["evidence"],
        reason=found["reason"],
        change=None if found["low"] is None else Range(found["low"], found["high"]),
        months=(found["first_month"], found["last_month"]) if found["first_month"] else None,
        newest=(newest, Range(found["newest_low"], found["newest_high"])) if newest else None,
        reach=found["reach"],
    )
