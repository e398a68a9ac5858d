"""Rule 2 over the marts: shares of person-days by group, and the head counts that they prove for later steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.groups.habit_weeks import Spent
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
from warehouse.release.tables.cell_tables import value_of
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.publication_lines import of_tool
from warehouse.release.tables.published_cell import as_shown_in, person_days_of
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.groups.presence import Presence
    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.tables.cells import Row
    from warehouse.release.tables.release import State

TABLE = "use_month"


class ProvedUse(NamedTuple):
    """What a reader can prove from the released shares of one tool and month."""

    active: Mapping[str, int]
    """Group → the fewest people who were active."""
    days: Mapping[str, tuple[int, Presence]]
    """Group → the fewest person-days with a use, and the people who can have had them."""
    spent: Mapping[str, Spent]
    """Group → the bounds of its person-days with a use."""
    people: int
    """The fewest active people of the whole town hall."""


_NOTHING = ProvedUse({}, {}, {}, 0)


@dataclass(frozen=True, slots=True)
class Use:
    """The cut `use_month`, and what it proves. Activation, habits and town counts are cut within it."""

    tables: Mapping[str, list[Row]]
    proved: Mapping[tuple[str, date], ProvedUse]

    def of(self, tool: str, month: date) -> ProvedUse:
        """Return what is proved for a tool's month; empty where no share of it is released."""
        return self.proved.get((tool, month), _NOTHING)

    def spent(self, tool: str) -> dict[date, Mapping[str, Spent]]:
        """Return month → group → a tool's person-days."""
        return {month: own.spent for (one, month), own in self.proved.items() if one == tool}


def cut_use(context: ReleaseContext) -> Use:
    """Cut `use_month`."""
    rows: list[Row] = []
    proved: dict[tuple[str, date], ProvedUse] = {}
    found = context.store.rows(
        "select tool, month, section, active_days, assigned_days, state from mart.use_month order by all"
    )
    for (tool, month), sections in by_key(found).items():
        own = context.of(tool)
        if context.frozen.is_frozen(of_tool(tool), month):
            proved[tool, month] = _prove_frozen(own, tool, month)
            continue
        covered = context.covered({"tool": tool, "month": month}, sections, tool, is_people=True)
        rows += covered.withheld
        if covered.sections:
            cut = _cut_month(own, tool, month, covered.sections)
            rows += cut.rows
            if cut.proved is not None:
                proved[tool, month] = cut.proved
    return Use({TABLE: rows}, proved)


class _Month(NamedTuple):
    rows: list[Row]
    proved: ProvedUse | None


def _cut_month(
    context: ReleaseContext, tool: str, month: date, sections: list[tuple[Any, ...]]
) -> _Month:
    key, known_days = {"tool": tool, "month": month}, context.known_days.get((tool, month), [])
    states: dict[str, State] = {section: state for section, _, _, state in sections}
    rows = context.withheld_by_threshold(key, states, is_people=True)
    days, state_of = add_up(sections, context.groups(month))
    presences = context.roster.presence(month, known_days)
    shares = {group: Days(*day) for group, day in days.items() if group != TOWN and day[1]}
    bands = {} if context.not_yet(of_tool(tool), month) else band_groups(shares, presences)
    whole = {group: assigned for group, (_, assigned) in days.items()}
    town: Band | None = None
    proved: ProvedUse | None = None
    if whole[TOWN] and (TABLE, tool, month) not in context.refused:
        town = band_all(Days(*days[TOWN]), bands, whole, presences, len(known_days))
        proved = _prove(bands, town, presences)
    for group, (_, assigned) in days.items():
        n = context.roster.size(month, group)
        band = town if group == TOWN else bands.get(group)
        cell = _cell(context, tool, month, assigned, band, n, state_of[group])
        rows.append({**key, "section": group, **cell})
    return _Month(rows, proved)


def _prove_frozen(context: ReleaseContext, tool: str, month: date) -> ProvedUse:
    """Return what the rows of a frozen month prove, as they were shown."""
    presences = context.roster.presence(month, context.known_days.get((tool, month), []))
    assigned = {group: presence.days for group, presence in presences.items()}
    assigned[TOWN] = sum(assigned.values())
    bands = {
        group: Band(value, *person_days_of(as_shown_in(TABLE, row), assigned[group]))
        for row in context.frozen.rows_of(TABLE, of_tool(tool), month)
        if (value := value_of(TABLE, row)) is not None and (group := row["section"]) in assigned
    }
    town = bands.pop(TOWN, None)
    return _prove(bands, town, presences)


def _cell(
    context: ReleaseContext,
    tool: str,
    month: date,
    assigned: int,
    band: Band | None,
    n: int,
    state: State,
) -> Row:
    if why := context.not_yet(of_tool(tool), month):
        return withhold(why, n=n, state=state)
    if (TABLE, tool, month) in context.refused:
        return withhold("gate", n=n, state=state)
    if not assigned:
        return absent(n=n, state=state)
    if band is None:
        return withhold("too_few_days", n=n, state=state)
    return show(band.value, n=n, state=state)


def _prove(
    bands: Mapping[str, Band], town: Band | None, presences: Mapping[str, Presence]
) -> ProvedUse:
    """Return how many people were active at least, and the bounds of the person-days with a use."""
    days = {group: least_days(band, town, bands) for group, band in bands.items()}
    return ProvedUse(
        {group: least_active(band, town, bands, presences[group]) for group, band in bands.items()},
        {group: (least, presences[group]) for group, least in days.items()},
        {
            group: Spent(least, most_days(bands[group], town, bands), presences[group].days)
            for group, least in days.items()
        },
        sum(presences[group].fewest_people(least) for group, least in days.items()),
    )
