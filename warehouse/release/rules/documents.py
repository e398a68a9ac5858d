"""Rule 4 for documents and meetings: both sides of each pair, rounded, withheld where one person has more than half."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.release.release_context import belongs, by_key, by_people
from warehouse.release.rules.dominance import By, by_group_and_town, suppress_dominated
from warehouse.release.tables.bands import MIN_COUNT, MIN_MEETINGS, round_sheets
from warehouse.release.tables.cells import absent, show, withhold, worst
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import SHARE, Range, share_between, value_of_range

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from datetime import date

    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.tables.books import Books
    from warehouse.release.tables.cells import Reason, Row
    from warehouse.release.tables.release import State

TABLE = "paper_digital_month"
_NEEDS = {"documents": ("files", "printing"), "meetings": ("meetings",)}
"""Pair → the needs of both its sides; all other pairs come from books."""
_BLANK: Mapping[str, None] = {"digital": None, "paper": None}


@dataclass(frozen=True, slots=True)
class Documents:
    """The cut `paper_digital_month`."""

    tables: Mapping[str, list[Row]]
    books: Books
    """Exact counts of the pairs that are not counted from people."""


class _People:
    """Who contributed to the sides of the pairs, by month."""

    def __init__(self, context: ReleaseContext) -> None:
        join = (
            "join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on "
            "join core.calendar c on c.day_on = p.day_on group by all"
        )
        self._handled = by_people(
            context.store,
            f"select c.month, a.section, p.staff, sum(p.handlings) from core.handling_day p {join}",
        )
        self._printed = by_people(
            context.store,
            f"select c.month, a.section, p.staff, sum(p.jobs) from core.print_day p {join}",
        )
        self._opened = _opened(context, join)

    def behind(self, pair: str, month: date) -> Mapping[str, list[tuple[str, str, float]]]:
        """Return side → (section, staff, amount); empty for a side that is not counted from people."""
        if pair == "documents":
            return {"digital": self._handled[month,], "paper": self._printed[month,]}
        if pair == "meetings" and month in self._opened:
            return {"digital": self._opened[month]}
        return {}


def cut_documents(context: ReleaseContext) -> Documents:
    """Cut `paper_digital_month`: both sides of each pair, rounded, and their share."""
    people = _People(context)
    rows: list[Row] = []
    books: dict[tuple[str, str, str, date], tuple[float, float]] = {}
    found = context.store.rows(
        "select pair, month, section, digital, paper, state from mart.paper_digital_month order by all"
    )
    for (pair, month), sections in by_key(found).items():
        if context.frozen.is_frozen(pair, month):
            continue
        needs = _NEEDS.get(pair, ())
        covered = context.covered({"pair": pair, "month": month, **_BLANK}, sections, *needs)
        rows += covered.withheld
        known = {section for section, *_ in covered.sections}
        parts = {
            side: by_group_and_town(of, known, context.groups(month))
            for side, of in people.behind(pair, month).items()
        }
        sides = _Sides.of(covered.sections, context.groups(month))
        withheld = _withheld(pair, sides, parts)
        key = {"pair": pair, "month": month}
        states: dict[str, State] = {
            one: state for one, *_, state in covered.sections if one is not None
        }
        rows += context.withheld_by_threshold({**key, **_BLANK}, states, is_people=False)
        for group, state in sides.states.items():
            hidden = _hidden(context, key, group, withheld)
            if hidden is not None:
                cell = {**_BLANK, **withhold(hidden, n=None, state=state)}
            else:
                amounts = sides.amounts[group]
                cell = _ratio(amounts, state, is_peoples=bool(parts))
                if not parts and cell["coding"] is not None:
                    digital, paper = amounts
                    books[pair, SHARE, group, month] = (digital or 0.0, paper or 0.0)
            rows.append({**key, "section": group, **cell})
    return Documents({TABLE: rows}, books)


def _opened(context: ReleaseContext, join: str) -> dict[date, list[tuple[str, str, float]]]:
    """Return month → (section, staff, online meetings opened), for each month with records of attendance online.

    For the other months only the office's book exists, which does not count people.
    """
    if not context.has("mart.outside_month"):
        return {}
    opened = by_people(
        context.store,
        f"select c.month, a.section, p.staff, sum(p.meetings) from core.opened_day p {join}",
    )
    months = context.store.rows(
        "select distinct month from mart.outside_month where state <> 'none'"
    )
    return {month: opened[month,] for (month,) in months}


def _hidden(
    context: ReleaseContext, key: Mapping[str, Any], group: str, withheld: Mapping[str, Reason]
) -> Reason | None:
    """Return why a group's cell is withheld; None where it is released."""
    pair, month = key["pair"], key["month"]
    if why := context.not_yet(pair, month):
        return why
    if (TABLE, pair, month) in context.refused and group != TOWN:
        return "gate"
    return withheld.get(group)


def _withheld(pair: str, sides: _Sides, parts: Mapping[str, By]) -> dict[str, Reason]:
    """Return group → reason, by the dominance rule or for a count that is too low."""
    totals = {
        group: (digital or 0) + (paper or 0)
        for group, (digital, paper) in sides.amounts.items()
        if group != TOWN
    }
    both = {name: by for name, by in parts.items() if sides.has(name)}
    few: dict[str, Reason] = {}
    if pair == "meetings" and both:
        few = {
            one: "few_meetings"
            for one, (online, _) in sides.amounts.items()
            if (online or 0) < MIN_MEETINGS
        }
    elif both:
        # A 0 would disclose that nobody handled anything, and a reason of its own would disclose the number of users.
        few = {one: "dominance" for one, side in sides.amounts.items() if _has_few(side, both)}
    return suppress_dominated(both, totals, few)


@dataclass(frozen=True, slots=True)
class _Sides:
    """Group → digital and paper, and its state; amounts without a section count in the town's total only."""

    amounts: Mapping[str, tuple[float | None, float | None]]
    states: Mapping[str, State]

    @classmethod
    def of(cls, sections: Sequence[tuple[Any, ...]], groups: Mapping[str, str]) -> _Sides:
        """Add up (section, digital, paper, state) by group."""
        amounts: dict[str, list[float | None]] = {}
        states: dict[str, list[State]] = defaultdict(list)
        for section, digital, paper, state in sections:
            for group in belongs(section, groups):
                side = amounts.setdefault(group, [None, None])
                for index, amount in enumerate((digital, paper)):
                    if amount is not None:
                        side[index] = (side[index] or 0) + amount
                if section is not None:
                    states[group].append(state)
        return cls(
            {group: (digital, paper) for group, (digital, paper) in amounts.items()},
            {group: worst(states[group]) for group in amounts},
        )

    def has(self, name: str) -> bool:
        """Whether any group has a count for this side."""
        return any(side[name == "paper"] is not None for side in self.amounts.values())


def _has_few(side: Sequence[float | None], names: Container[str]) -> bool:
    """Whether a side that is counted from people has a known count below the floor."""
    known = [
        amount for name, amount in zip(("digital", "paper"), side, strict=True) if name in names
    ]
    return any(amount is not None and amount < MIN_COUNT for amount in known)


def _ratio(sides: tuple[float | None, float | None], state: State, *, is_peoples: bool) -> Row:
    """Return both counts, rounded, and their share.

    Where a count is of people, the share is computed from the rounded counts, as a range, so that it discloses no more
    than they do. A book is not counted from people, so its share is computed from the exact counts.
    """
    rounded = {
        name: None if amount is None else float(round_sheets(amount))
        for name, amount in zip(("digital", "paper"), sides, strict=True)
    }
    digital, paper = sides
    if digital is None or paper is None or digital + paper == 0 or state == "none":
        return {**rounded, **absent(n=None, state=state)}
    known = (
        share_between(round_sheets(digital), round_sheets(paper))
        if is_peoples
        else Range.at(100 * digital / (digital + paper))
    )
    return {**rounded, **show(value_of_range(known), n=None, state=state)}
