"""Rule 3 for habits (習慣): bands cut from what shares of person-days and activation leave open.

To whom a tool is a habit, they have begun; so a reader holds each band against the other. A habit comes
and goes, so bands of different months say nothing of each other. It is counted on the Sunday of the last
week that ended in the month, and activation on the month's last day: who moved in between is allowed for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from warehouse.months import month_end
from warehouse.release.release_context import Heads, add_up, by_key, by_month
from warehouse.release.tables.bands import MIN_VALUES, Band, as_shown, band_town, runs_supposing
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.lines import of_tool
from warehouse.release.tables.published_cell import counts_of
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.weeks import Twelve, first_monday, last_sunday, proves_a_use

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.release_context import Cut
    from warehouse.release.rules.head_counts import Known
    from warehouse.release.tables.cells import Row
    from warehouse.release.tables.release import State

TABLE = "habitual_month"


def read_habits(cut: Cut) -> dict[tuple[str, date], list[tuple[Any, ...]]]:
    """Return (tool, month) → (section, habitual, measured, state)."""
    if not cut.has(f"mart.{TABLE}"):
        return {}
    return by_key(
        cut.store.rows(
            "select tool, month, section, habitual, measured, state from mart.habitual_month order by all"
        )
    )


def cut_habits_month(
    cut: Cut, known: Known, tool: str, month: date, sections: list[tuple[Any, ...]]
) -> None:
    """Cut one tool's and month's `habitual_month`, after its activation and before the next month's."""
    key = {"tool": tool, "month": month}
    states: dict[str, State] = {section: state for section, *_, state in sections}
    cut.hide_merged(TABLE, key, states, is_people=True)
    counts, state_of = add_up(sections, cut.groups(month))
    begun = cut.heads.get((tool, month))
    is_shown = (
        not cut.not_yet(of_tool(tool), month)
        and state_of[TOWN] != "none"
        and (TABLE, tool, month) not in cut.refused
        and begun is not None
        and proves_a_use(month, cut.launched_on)
    )
    if not is_shown or begun is None:
        for group, (_, measured) in counts.items():
            cell = _hidden(cut, tool, month, measured, state_of[group])
            cut.add(TABLE, {**key, "section": group}, cell)
        return
    habits = _bands(cut, tool, month, counts, begun)
    cut.habits[tool, month] = habits
    _note(cut, known, month, habits)
    for group, band in {**habits.bands, TOWN: habits.town}.items():
        n = counts[group][1]
        cell = (
            show(band, n=n, state=state_of[group])
            if band
            else withhold("few_values", n=n, state=state_of[group])
        )
        cut.add(TABLE, {**key, "section": group}, cell)


def keep_habits_month(cut: Cut, known: Known, tool: str, month: date) -> None:
    """Note what the frozen rows of a month tell of those to whom it is a habit."""
    if (habits := cut.frozen_heads(TABLE, tool, month)) is not None and habits.town is not None:
        cut.habits[tool, month] = habits
        _note(cut, known, month, habits)


def _hidden(cut: Cut, tool: str, month: date, measured: int, state: State) -> Row:
    if state == "none":
        return absent(n=measured, state=state)
    if why := cut.not_yet(of_tool(tool), month):
        return withhold(why, n=measured, state=state)
    if (TABLE, tool, month) in cut.refused or ("activation_month", tool, month) in cut.refused:
        return withhold("gate", n=measured, state=state)
    return withhold("few_values", n=measured, state=state)


def _bands(
    cut: Cut, tool: str, month: date, counts: Mapping[str, tuple[int, int]], begun: Heads
) -> Heads:
    most = _most(cut, tool, month, begun)
    sizes = {group: measured for group, (_, measured) in counts.items() if group != TOWN}
    earlier = cut.earlier_counts(TABLE, tool, month, sizes)
    bands: dict[str, Band | None] = {}
    twelve, supposed = Twelve(cut.roster, month, by_month(cut.known_days, tool)), dict[str, int]()
    spent = by_month(cut.spent, tool)
    for group, measured in sizes.items():
        habitual, (first, last) = counts[group][0], earlier.get(group, (0, -1))
        own = {one: groups[group] for one, groups in spent.items() if group in groups}
        proved = twelve.habits(group, own)
        supposed[group] = min(measured, proved.most)
        if first <= habitual <= last:
            bands[group] = as_shown(first, last, measured)
        elif begun.bands.get(group) is None:
            bands[group] = None
        else:
            # Fewer than are proved: someone was forgotten since, and that must not show.
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
    """Return the whole town hall's band; what person-days leave of its groups leaves it no more."""
    ends = {
        group: (band.least, min(band.most, supposed[group])) if band else (0, supposed[group])
        for group, band in habits.bands.items()
    }
    at_most = min(habits.most, most[TOWN])
    in_all = sum(last for _, last in ends.values()) if ends else at_most
    # A group that is left fewer than three counts gives its neighbours no more room than it has.
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


def _most(cut: Cut, tool: str, month: date, begun: Heads) -> dict[str, int]:
    """The most people of each group who have begun, from this month's bands and from later ones.

    Nobody un-begins, so a later band that was shown before bounds this month too: whoever was in the group
    has begun by then, or is elsewhere.
    """
    sunday = last_sunday(month)
    gone = cut.roster.gone(sunday, month_end(month))
    most = {}
    for group, band in {**begun.bands, TOWN: begun.town}.items():
        people = begun.people if group == TOWN else begun.sizes[group]
        most[group] = (band.most if band else people) + gone[group]
    for later, cells in cut.shown_before("activation_month", tool).items():
        if later > month:
            left = cut.roster.gone(sunday, month_end(later))
            for cell in cells:
                if cell.section in most and cell.n == cut.roster.size(later, cell.section):
                    bound = counts_of(cell).most + left[cell.section]
                    most[cell.section] = min(most[cell.section], bound)
    return most


def _note(cut: Cut, known: Known, month: date, habits: Heads) -> None:
    """Whoever has a habit has begun: what follows of activation from the bands just cut."""
    measured = cut.roster.measured(last_sunday(month), first_monday(month))
    for group, band in habits.bands.items():
        if band is not None:
            known.note_habits(month, group, measured[group], band.least)
    if habits.town is not None:
        known.note_town(measured[TOWN], habits.town.least)
