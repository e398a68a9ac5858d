"""Rule 3 over the marts: activation and habits month after month, each month cut within the earlier ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.release.release_context import Heads, add_up, by_key
from warehouse.release.rules.habits import TABLE as HABITS
from warehouse.release.rules.habits import cut_habits_month, note_frozen_habits, read_habits
from warehouse.release.rules.head_counts import (
    Known,
    ToolMonth,
    band_month,
    band_town_month,
    closer,
)
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.publication_lines import of_tool
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.lower_bounds import LowerBounds
    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.rules.use import Use
    from warehouse.release.tables.cells import Reason, Row
    from warehouse.release.tables.release import State

TABLE = "activation_month"


@dataclass(frozen=True, slots=True)
class HeadCounts:
    """The cut `activation_month` and `habitual_month`, and what a reader knows from them."""

    tables: Mapping[str, list[Row]]
    activated: Mapping[tuple[str, date], Heads]
    """(tool, month) → released head counts of activated people."""
    habitual: Mapping[tuple[str, date], Heads]
    """(tool, month) → released head counts of people with a habit."""


def cut_head_counts(context: ReleaseContext, use: Use, bounds: LowerBounds) -> HeadCounts:
    """Cut activation and habits month after month, within the bounds that person-days and other cells prove.

    A month's habits bound the activation of later months, so both are cut in one step.
    """
    rows: dict[str, list[Row]] = {TABLE: [], HABITS: []}
    activated: dict[tuple[str, date], Heads] = {}
    habitual: dict[tuple[str, date], Heads] = {}
    known: dict[str, Known] = defaultdict(Known)
    begun = by_key(
        context.store.rows(
            "select tool, month, section, activated, assigned, state from mart.activation_month order by all"
        )
    )
    habits = read_habits(context)
    for tool, month in sorted(begun.keys() | habits.keys()):
        users = bounds.users(tool, month)
        own = ToolMonth(context.of(tool), use, tool, month, known[tool])
        key = {"tool": tool, "month": month}
        if context.frozen.is_frozen(of_tool(tool), month):
            heads, habit = _note_frozen(own, users), note_frozen_habits(own)
        else:
            heads, habit = None, None
            found = context.covered(key, begun.get((tool, month), ()), tool, is_people=True)
            rows[TABLE] += found.withheld
            if found.sections:
                heads, cells = _cut_month(own, found.sections, users)
                rows[TABLE] += cells
            found = context.covered(key, habits.get((tool, month), ()), tool, is_people=True)
            rows[HABITS] += found.withheld
            if found.sections:
                habit, cells = cut_habits_month(own, found.sections, heads)
                rows[HABITS] += cells
        if heads is not None:
            activated[tool, month] = heads
        if habit is not None:
            habitual[tool, month] = habit
    return HeadCounts(rows, activated, habitual)


def _cut_month(
    own: ToolMonth, sections: list[tuple[Any, ...]], users: Mapping[str, int]
) -> tuple[Heads | None, list[Row]]:
    """Return the head counts of one month (None where nothing is released) and its rows."""
    context, _, tool, month, known = own
    key = {"tool": tool, "month": month}
    states: dict[str, State] = {section: state for section, _, _, state in sections}
    rows = context.withheld_by_threshold(key, states, is_people=True)
    counts, state_of = add_up(sections, context.groups(month))
    is_refused = (TABLE, tool, month) in context.refused
    heads: Heads | None = None
    if not context.not_yet(of_tool(tool), month) and state_of[TOWN] != "none":
        known.begin(month, context.roster.closing(month))
        if not is_refused:
            heads = _bands(own, counts, users)
    for group, (_, n) in counts.items():
        why = "gate" if is_refused else context.not_yet(of_tool(tool), month)
        cell = _cell(why, group, heads, n, state_of[group])
        rows.append({**key, "section": group, **cell})
    return heads, rows


def _bands(
    own: ToolMonth, counts: Mapping[str, tuple[int, int]], users: Mapping[str, int]
) -> Heads:
    context, use, tool, month, known = own
    groups = {group: count for group, count in counts.items() if group != TOWN}
    sizes = {group: people for group, (_, people) in groups.items()}
    _note_use(own)
    active = use.of(tool, month).active
    proved = {group: max(active.get(group, 0), users.get(group, 0)) for group in groups}
    earlier = context.earlier.counts(TABLE, tool, month, sizes)
    bands = band_month(known, month, groups, proved, earlier, context.launched_on)
    everyone = context.roster.everyone(month)
    people = counts[TOWN][1]
    shown = context.earlier.counts(TABLE, tool, month, {TOWN: people}).get(TOWN, (0, 0))
    known.note_town(everyone, min(users.get(TOWN, 0), people))
    town = band_town_month(
        known, everyone, *counts[TOWN], bands, sizes, shown[0], known.supposed(month)
    )
    return Heads(bands, sizes, town, people)


def _note_use(own: ToolMonth) -> None:
    """Note the bounds that the released shares prove for a month's person-days."""
    proved = own.use.of(own.tool, own.month)
    for group, (least, presence) in proved.days.items():
        own.known.note_days(own.month, group, least, presence)
    for group, spent in proved.spent.items():
        own.known.note_most_days(own.month, group, spent.most)


def _cell(why: Reason | None, group: str, heads: Heads | None, n: int, state: State) -> Row:
    if heads is None:
        return (
            withhold(why, n=n, state=state) if why and state != "none" else absent(n=n, state=state)
        )
    band = heads.town if group == TOWN else heads.bands[group]
    return show(band.value, n=n, state=state) if band else withhold("few_values", n=n, state=state)


def _note_frozen(own: ToolMonth, users: Mapping[str, int]) -> Heads | None:
    """Note what the frozen rows of a month disclose about activated people, and return their head counts."""
    context, use, tool, month, known = own
    heads = context.frozen_heads(TABLE, tool, month)
    if heads is None:
        return None
    known.begin(month, context.roster.closing(month))
    _note_use(own)
    active = use.of(tool, month).active
    for group, band in heads.bands.items():
        proved = max(active.get(group, 0), users.get(group, 0), known.least(month, group))
        most = band.most if band else heads.sizes[group]
        known.note(month, group, max(proved, band.least if band else 0), most)
        supposed = known.suppose(month, group, context.launched_on)
        known.note_supposed(month, group, closer(band, heads.sizes[group], supposed))
    everyone = context.roster.everyone(month)
    known.note_town(everyone, min(users.get(TOWN, 0), heads.people))
    if heads.town is not None:
        known.note_town(everyone, heads.town.least)
    return heads
