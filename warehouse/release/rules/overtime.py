"""Rule 4 for overtime: hours a head, withheld where one person may have more than half of them.

The book names nobody, so the rule takes the division of its hours in which one person has the most: the longest hours
where the book states them, everything where it does not. A month is shown once it is final and then stands, so two
nights never tell the hours that were entered between them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.release_context import add_up
from warehouse.release.rules.dominance import by_group_and_town, suppress_dominated
from warehouse.release.tables.bands import HALF_HOURS, MIN_VALUES, code_hours
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.names import TOWN
from warehouse.release.tables.publication_lines import OVERTIME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.tables.cells import Reason, Row
    from warehouse.release.tables.coding import Value
    from warehouse.release.tables.release import State

TABLE = "overtime_month"
FEWEST_NAMED = MIN_VALUES
"""People who must have had overtime: of two, each knows the other's."""
_MINUTES = 60
_LINE = OVERTIME.of({})


class _Line(NamedTuple):
    """One section's line of the book in one month."""

    section: str | None
    hours: float
    people: int | None
    longest: float | None
    heads: float | None
    state: State

    @property
    def shares(self) -> list[float]:
        """The minutes of each person in the division in which one has the most; their sum is all minutes."""
        minutes = self.hours * _MINUTES
        people = self.people or 0
        if self.longest is None or people < FEWEST_NAMED:
            return [minutes]
        longest = self.longest * _MINUTES
        return [longest, *[(minutes - longest) / (people - 1)] * (people - 1)]


@dataclass(frozen=True, slots=True)
class Overtime:
    """The cut `overtime_month`."""

    tables: Mapping[str, list[Row]]


def cut_overtime(context: ReleaseContext) -> Overtime:
    """Cut `overtime_month`; empty if its mart was not built."""
    if not context.has("mart.overtime_month"):
        return Overtime({TABLE: []})
    months: dict[date, list[_Line]] = defaultdict(list)
    for month, *line in context.store.rows(
        "select month, section, hours, people, longest, heads, state from mart.overtime_month order by all"
    ):
        if not context.frozen.is_frozen(_LINE, month):
            months[month].append(_Line(*line))
    return Overtime(
        {TABLE: [row for month, lines in months.items() for row in _cut(context, month, lines)]}
    )


def _cut(context: ReleaseContext, month: date, lines: Sequence[_Line]) -> list[Row]:
    # Hours of a section that the roster does not know have no heads to be divided by.
    known = [line for line in lines if line.section is not None and line.heads]
    states: dict[str, State] = {str(line.section): line.state for line in known}
    rows = context.withheld_by_threshold({"month": month}, states, is_people=False)
    amounts, state_of = add_up(
        [(line.section, line.hours, line.heads, line.state) for line in known],
        context.groups(month),
    )
    values = {group: code_hours(hours / heads) for group, (hours, heads) in amounts.items()}
    withheld = _withheld(context, month, known, values)
    for group, value in values.items():
        cell = _cell(context, month, value, state_of[group], withheld.get(group))
        rows.append({"month": month, "section": group, **cell})
    return rows


def _withheld(
    context: ReleaseContext, month: date, lines: Sequence[_Line], values: Mapping[str, Value]
) -> dict[str, Reason]:
    people: list[Any] = [
        (line.section, f"{line.section} {at}", share)
        for line in lines
        for at, share in enumerate(line.shares)
    ]
    by = by_group_and_town(people, {str(line.section) for line in lines}, context.groups(month))
    # Below half an hour a head the code is the same whoever is behind it, nobody included.
    few = {group for group, value in values.items() if value.low < HALF_HOURS}
    totals = {group: sum(by[group].values()) for group in values if group != TOWN and group in by}
    return suppress_dominated({"minutes": by}, totals, few=few)


def _cell(
    context: ReleaseContext, month: date, value: Value, state: State, reason: Reason | None
) -> Row:
    if state == "none":
        return absent(n=None, state=state)
    why = context.not_yet(_LINE, month)
    if why is not None:
        return withhold(why, n=None, state=state)
    if state != "final":
        return withhold("settling", n=None, state=state)
    if reason is not None:
        return withhold(reason, n=None, state=state)
    return show(value, n=None, state=state)
