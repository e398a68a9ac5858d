"""Rule 3 for habits (習慣): bands cut from what shares of person-days and activation leave open.

To whom a tool is a habit, they have begun; so a reader holds each band against the other. A habit comes
and goes, so bands of different months say nothing of each other. It is counted on the Sunday of the last
week that ended in the month, and activation on the month's last day: who moved in between is allowed for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.bands import Band, as_shown, band_town, runs
from warehouse.cells import absent, show, withhold
from warehouse.cutting import Heads, add_up, by_key
from warehouse.lines import of_tool
from warehouse.months import month_end
from warehouse.release import TOWN
from warehouse.shown import counts_of
from warehouse.weeks import first_monday, last_sunday, least_habitual, proves_a_use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.cells import Row
    from warehouse.cutting import Cut
    from warehouse.head_counts import Known
    from warehouse.release import State

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
    for group, measured in sizes.items():
        habitual, (first, last) = counts[group][0], earlier.get(group, (0, -1))
        if first <= habitual <= last:
            bands[group] = as_shown(first, last, measured)
        elif begun.bands.get(group) is None:
            bands[group] = None
        else:
            least = least_habitual(cut.roster, group, month, *_days(cut, tool, group))
            # Fewer than are proved: someone was forgotten since, and that must not show.
            bands[group] = _band(max(habitual, least), measured, least, min(measured, most[group]))
    habits = Heads(bands, sizes, None, counts[TOWN][1])
    town = band_town(
        max(counts[TOWN][0], habits.least),
        counts[TOWN][1],
        habits.least,
        min(habits.most, most[TOWN]),
        min(habits.latest_cut, begun.latest_cut),
    )
    return Heads(bands, sizes, town, counts[TOWN][1])


def _days(
    cut: Cut, tool: str, group: str
) -> tuple[dict[date, int | None], dict[date, Sequence[date]]]:
    """Month → idle person-days at most, and month → known working days."""
    idle = {month: own.get(group) for (one, month), own in cut.idle.items() if one == tool}
    known = {month: days for (one, month), days in cut.known_days.items() if one == tool}
    return idle, known


def _band(habitual: int, measured: int, least: int, most: int) -> Band | None:
    for first, last in runs(least, most):
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
