"""Rule 3 for habits (習慣): bands cut within what shares of person-days and activation leave open.

Everyone with a habit is activated, so a reader compares the two bands. A habit can end, so bands of different months do
not bound each other. Habits are counted on the Sunday of the last week that ended in the month, activation on the
month's last day; the bounds allow for people who moved in between.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from warehouse.months import month_end
from warehouse.release.groups.habit_weeks import Twelve, first_monday, last_sunday, proves_a_use
from warehouse.release.release_context import Heads, add_up, by_key
from warehouse.release.tables.bands import MIN_VALUES, Band, as_shown, band_town, runs_supposing
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.publication_lines import of_tool
from warehouse.release.tables.published_cell import counts_of
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.rules.head_counts import ToolMonth
    from warehouse.release.tables.cells import Row
    from warehouse.release.tables.release import State

TABLE = "habitual_month"


def read_habits(context: ReleaseContext) -> dict[tuple[str, date], list[tuple[Any, ...]]]:
    """Return (tool, month) → (section, habitual, measured, state)."""
    if not context.has(f"mart.{TABLE}"):
        return {}
    return by_key(
        context.store.rows(
            "select tool, month, section, habitual, measured, state from mart.habitual_month order by all"
        )
    )


def cut_habits_month(
    own: ToolMonth, sections: list[tuple[Any, ...]], begun: Heads | None
) -> tuple[Heads | None, list[Row]]:
    """Return the habits of one tool and month (None where nothing is released) and its rows.

    Args:
        own: the tool and month.
        sections: (section, habitual, measured, state).
        begun: the released activation of the same month.
    """
    context, _, tool, month, _ = own
    key = {"tool": tool, "month": month}
    states: dict[str, State] = {section: state for section, *_, state in sections}
    rows = context.withheld_by_threshold(key, states, is_people=True)
    counts, state_of = add_up(sections, context.groups(month))
    is_shown = (
        not context.not_yet(of_tool(tool), month)
        and state_of[TOWN] != "none"
        and (TABLE, tool, month) not in context.refused
        and proves_a_use(month, context.launched_on)
    )
    if not is_shown or begun is None:
        for group, (_, measured) in counts.items():
            cell = _hidden(context, tool, month, measured, state_of[group])
            rows.append({**key, "section": group, **cell})
        return None, rows
    habits = _bands(own, counts, begun)
    _note(own, habits)
    for group, band in {**habits.bands, TOWN: habits.town}.items():
        n, state = counts[group][1], state_of[group]
        cell = (
            show(band.value, n=n, state=state) if band else withhold("few_values", n=n, state=state)
        )
        rows.append({**key, "section": group, **cell})
    return habits, rows


def note_frozen_habits(own: ToolMonth) -> Heads | None:
    """Note what the frozen rows of a month disclose about habits, and return their head counts."""
    habits = own.context.frozen_heads(TABLE, own.tool, own.month)
    if habits is None or habits.town is None:
        return None
    _note(own, habits)
    return habits


def _hidden(context: ReleaseContext, tool: str, month: date, measured: int, state: State) -> Row:
    if state == "none":
        return absent(n=measured, state=state)
    if why := context.not_yet(of_tool(tool), month):
        return withhold(why, n=measured, state=state)
    if (TABLE, tool, month) in context.refused or (
        "activation_month",
        tool,
        month,
    ) in context.refused:
        return withhold("gate", n=measured, state=state)
    return withhold("few_values", n=measured, state=state)


def _bands(own: ToolMonth, counts: Mapping[str, tuple[int, int]], begun: Heads) -> Heads:
    context, use, tool, month, _ = own
    most = _most(context, tool, month, begun)
    sizes = {group: measured for group, (_, measured) in counts.items() if group != TOWN}
    earlier = context.earlier.counts(TABLE, tool, month, sizes)
    bands: dict[str, Band | None] = {}
    twelve, supposed = Twelve(context.roster, month, context.days_of(tool)), dict[str, int]()
    spent = use.spent(tool)
    for group, measured in sizes.items():
        habitual, (first, last) = counts[group][0], earlier.get(group, (0, -1))
        here = {one: groups[group] for one, groups in spent.items() if group in groups}
        proved = twelve.habits(group, here)
        supposed[group] = min(measured, proved.most)
        if first <= habitual <= last:
            bands[group] = as_shown(first, last, measured)
        elif begun.bands.get(group) is None:
            bands[group] = None
        else:
            # A count below the proved least: somebody's records were deleted on request since, and that must not show.
            count, ends = max(habitual, proved.least), (proved.least, min(measured, most[group]))
            bands[group] = _band(count, measured, ends, supposed[group])
    habits = Heads(bands, sizes, None, counts[TOWN][1])
    return replace(
        habits, town=_town(max(counts[TOWN][0], habits.least), habits, most, supposed, begun)
    )


def _town(
    count: int,
    habits: Heads,
    most: Mapping[str, int],
    supposed: Mapping[str, int],
    begun: Heads,
) -> Band | None:
    """Return the whole town hall's band, within what person-days leave open for its groups."""
    ends = {
        group: (band.least, min(band.most, supposed[group])) if band else (0, supposed[group])
        for group, band in habits.bands.items()
    }
    at_most = min(habits.most, most[TOWN])
    in_all = sum(last for _, last in ends.values()) if ends else at_most
    # A group with fewer than three open counts gives its neighbours less room.
    lacking = sum(max(0, MIN_VALUES - 1 - last + first) for first, last in ends.values())
    latest_cut = min(habits.latest_cut - lacking, begun.latest_cut)
    if count <= in_all < at_most:
        at_most = in_all
    return band_town(count, habits.people, habits.least, at_most, latest_cut)


def _band(habitual: int, measured: int, ends: tuple[int, int], supposed: int) -> Band | None:
    for first, last in runs_supposing(*ends, supposed):
        if first <= habitual <= last:
            return as_shown(first, last, measured)
    return None


def _most(context: ReleaseContext, tool: str, month: date, begun: Heads) -> dict[str, int]:
    """Return group → the most people who may be activated, by this month's bands and by later ones.

    Activation never ends, so a later band that was already shown also bounds this month: each person who was in the
    group is activated by then, or has left the group.
    """
    sunday = last_sunday(month)
    gone = context.roster.gone(sunday, month_end(month))
    most = {}
    for group, band in {**begun.bands, TOWN: begun.town}.items():
        people = begun.people if group == TOWN else begun.sizes[group]
        most[group] = (band.most if band else people) + gone[group]
    for later, cells in context.earlier.by_month("activation_month", tool).items():
        if later > month:
            left = context.roster.gone(sunday, month_end(later))
            for cell in cells:
                if cell.section in most and cell.n == context.roster.size(later, cell.section):
                    bound = counts_of(cell).most + left[cell.section]
                    most[cell.section] = min(most[cell.section], bound)
    return most


def _note(own: ToolMonth, habits: Heads) -> None:
    """Note what the habit bands just cut imply for activation: everyone with a habit is activated."""
    month, known = own.month, own.known
    measured = own.context.roster.measured(last_sunday(month), first_monday(month))
    for group, band in habits.bands.items():
        if band is not None:
            known.note_habits(month, group, measured[group], band.least)
    if habits.town is not None:
        known.note_town(measured[TOWN], habits.town.least)
