"""Rule 4 for sheets: printed and bought, rounded; printed sheets are withheld where one person has more than half."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.release.release_context import belongs, by_people
from warehouse.release.rules.dominance import By, by_group_and_town, suppress_dominated
from warehouse.release.tables.bands import MIN_COUNT, code_count, code_printed
from warehouse.release.tables.cells import absent, show, withhold, worst
from warehouse.release.tables.publication_lines import SHEETS
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.tables.books import Purchases
    from warehouse.release.tables.cells import Reason, Row
    from warehouse.release.tables.release import State

TABLE = "paper_month"


@dataclass(frozen=True, slots=True)
class Sheets:
    """The cut `paper_month`."""

    tables: Mapping[str, list[Row]]
    bought: Purchases
    """The exact counts of the purchase books."""


def cut_sheets(context: ReleaseContext) -> Sheets:
    """Cut `paper_month`: sheets by source; printed ones are withheld where one person has more than half of them."""
    sheets = context.store.rows(
        "select source, kind, month, section, sheets, quality, state from mart.paper_month order by all"
    )
    people = by_people(
        context.store,
        "select c.month, a.section, p.staff, sum(p.sheets), p.source from core.print_day p "
        "join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on "
        "join core.calendar c on c.day_on = p.day_on group by all",
    )
    months: dict[tuple[str, str, date], list[tuple[Any, ...]]] = defaultdict(list)
    for source, kind, month, *rest in sheets:
        months[source, kind, month].append(tuple(rest))
    rows: list[Row] = []
    bought: dict[tuple[str, date], float] = defaultdict(float)
    for (source, kind, month), sections in months.items():
        key = {"source": source, "kind": kind, "month": month}
        if kind == "printed" and context.frozen.is_frozen(SHEETS.of(key), month):
            continue
        groups = context.groups(month)
        by = by_group_and_town(people[month, source], {one[0] for one in sections}, groups)
        rows += _cut_month(context, key, sections, {"sheets": by} if kind == "printed" else {})
        if kind == "bought":
            for section, amount, *_ in sections:
                for group in belongs(section, groups):
                    bought[group, month] += amount or 0
    return Sheets({TABLE: rows}, dict(bought))


def _cut_month(
    context: ReleaseContext,
    key: Mapping[str, Any],
    sections: list[tuple[Any, ...]],
    parts: Mapping[str, By],
) -> list[Row]:
    """Return the rows of one source, kind and month.

    Args:
        context: what the rule reads.
        key: source, kind and month.
        sections: (section, sheets, quality, state).
        parts: `sheets` → group → person → printed sheets; empty for bought sheets.
    """
    month, is_printed = key["month"], key["kind"] == "printed"
    quality = {section: word for section, _, word, _ in sections}
    # For few or no sheets, a section's own quality would disclose whether anybody printed, so the town's is used.
    whole = _worst_quality(quality.values())
    own_states: dict[str, State] = {one: state for one, *_, state in sections if one is not None}
    rows = context.withheld_by_threshold({**key, "quality": whole}, own_states, is_people=False)
    found = _by_group(sections, context.groups(month))
    totals = found.totals()
    # Bought sheets are not counted from people: they are held back only while the month is running.
    why = context.not_yet(SHEETS.of(key) if is_printed else "", month)
    few = {group for group, total in totals.items() if is_printed and total < MIN_COUNT}
    apart = {one: total for one, total in totals.items() if one != TOWN}
    withheld: Mapping[str, Reason] = suppress_dominated(parts, apart, few=few)
    for group in found.amounts:
        state = worst(found.states[group])
        if why:
            cell = withhold(why, n=None, state=state)
        elif state == "none":
            cell = absent(n=None, state=state)
        elif group not in totals:
            cell = withhold("sheets_unknown", n=None, state=state)
        elif group in withheld:
            cell = withhold(withheld[group], n=None, state=state)
        else:
            value = (code_printed if is_printed else code_count)(totals[group])
            cell = show(value, n=None, state=state)
        is_known = cell["coding"] is not None and group not in few
        word = _worst_quality(found.qualities[group]) if is_known else whole
        rows.append({**key, "section": group, "quality": word, **cell})
    return rows


@dataclass(frozen=True, slots=True)
class _Groups:
    """Group → the values of its sections."""

    amounts: Mapping[str, Sequence[float | None]]
    states: Mapping[str, Sequence[State]]
    qualities: Mapping[str, Collection[str]]

    def totals(self) -> dict[str, float]:
        """Return group → sheets; groups whose sheets are unknown are left out."""
        return {
            group: sum(one for one in amounts if one is not None)
            for group, amounts in self.amounts.items()
            if any(one is not None for one in amounts)
        }


def _by_group(sections: Sequence[tuple[Any, ...]], groups: Mapping[str, str]) -> _Groups:
    amounts: dict[str, list[float | None]] = defaultdict(list)
    states: dict[str, list[State]] = defaultdict(list)
    qualities: dict[str, set[str]] = defaultdict(set)
    for section, sheets, quality, state in sections:
        for group in belongs(section, groups):
            amounts[group].append(sheets)
            states[group].append(state)
            qualities[group].add(quality)
    return _Groups(amounts, states, qualities)


def _worst_quality(words: Collection[str]) -> str:
    return next(one for one in ("unknown", "derived", "measured") if one in words)
