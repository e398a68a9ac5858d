"""Rule 2 over the marts: use rates by group, and what they prove of heads for the rules that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.release.release_context import add_up, by_key
from warehouse.release.rules.person_days import (
    Days,
    band_all,
    band_groups,
    least_active,
    least_days,
    most_days,
)
from warehouse.release.tables.bands import Band
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.lines import of_tool
from warehouse.release.tables.published_cell import as_shown_in, days_of
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.weeks import Spent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.release.release_context import Cut
    from warehouse.release.tables.cells import Row
    from warehouse.release.tables.presence import Presence
    from warehouse.release.tables.release import State

TABLE = "use_month"


def cut_use(cut: Cut) -> None:
    """Cut `use_month`."""
    rows = cut.store.rows(
        "select tool, month, section, active_days, assigned_days, state from mart.use_month order by all"
    )
    for (tool, month), sections in by_key(rows).items():
        key = {"tool": tool, "month": month}
        if cut.is_frozen(of_tool(tool), month):
            _keep_month(cut.of(tool), tool, month)
            continue
        if counted := cut.reached(TABLE, key, sections, tool, is_people=True):
            known_days = cut.known_days.get((tool, month), [])
            _cut_month(cut.of(tool), tool, month, counted, known_days)


def _cut_month(
    cut: Cut, tool: str, month: date, sections: list[tuple[Any, ...]], known_days: Sequence[date]
) -> None:
    key = {"tool": tool, "month": month}
    states: dict[str, State] = {section: state for section, _, _, state in sections}
    cut.hide_merged(TABLE, key, states, is_people=True)
    days, state_of = add_up(sections, cut.groups(month))
    presences = cut.roster.presence(month, known_days)
    shares = {group: Days(*day) for group, day in days.items() if group != TOWN and day[1]}
    bands = {} if cut.not_yet(of_tool(tool), month) else band_groups(shares, presences)
    whole = {group: assigned for group, (_, assigned) in days.items()}
    town: Band | None = None
    if whole[TOWN] and (TABLE, tool, month) not in cut.refused:
        town = band_all(Days(*days[TOWN]), bands, whole, presences, len(known_days))
        _prove(cut, tool, month, bands, town, presences)
    for group, (_, assigned) in days.items():
        n = cut.roster.size(month, group)
        band = town if group == TOWN else bands.get(group)
        cut.add(
            TABLE,
            {**key, "section": group},
            _cell(cut, tool, month, assigned, band, n, state_of[group]),
        )


def _keep_month(cut: Cut, tool: str, month: date) -> None:
    """Note what the frozen rows of a month prove; they stand as they were shown."""
    presences = cut.roster.presence(month, cut.known_days.get((tool, month), []))
    assigned = {group: presence.days for group, presence in presences.items()}
    assigned[TOWN] = sum(assigned.values())
    bands = {
        group: Band(
            row["shown"],
            row["low"],
            row["high"],
            *days_of(as_shown_in(TABLE, row), assigned[group]),
        )
        for row in cut.frozen_rows(TABLE, of_tool(tool), month)
        if row["shown"] is not None and (group := row["section"]) in assigned
    }
    town = bands.pop(TOWN, None)
    _prove(cut, tool, month, bands, town, presences)


def _cell(
    cut: Cut, tool: str, month: date, assigned: int, band: Band | None, n: int, state: State
) -> Row:
    if why := cut.not_yet(of_tool(tool), month):
        return withhold(why, n=n, state=state)
    if (TABLE, tool, month) in cut.refused:
        return withhold("gate", n=n, state=state)
    if not assigned:
        return absent(n=n, state=state)
    if band is None:
        return withhold("too_few_days", n=n, state=state)
    return show(band, n=n, state=state)


def _prove(
    cut: Cut,
    tool: str,
    month: date,
    bands: Mapping[str, Band],
    town: Band | None,
    presences: Mapping[str, Presence],
) -> None:
    """Note what a reader can prove: people who were active, and between which ends person-days with a use lie."""
    cut.active[tool, month] = {
        group: least_active(band, town, bands, presences[group]) for group, band in bands.items()
    }
    days = {group: least_days(band, town, bands) for group, band in bands.items()}
    cut.days[tool, month] = {group: (least, presences[group]) for group, least in days.items()}
    cut.spent[tool, month] = {
        group: Spent(least, most_days(bands[group], town, bands), presences[group].days)
        for group, least in days.items()
    }
    cut.active_town[tool, month] = sum(
        presences[group].fewest_people(least) for group, least in days.items()
    )
