"""Gate 2, the window: what may leave the warehouse, made from the mart tables and nothing else.

Six rules, one place each; warehouse/DISCLOSURE.md says them in plain words:
1. groups (`groups.py`): frozen rosters by quarter, small sections merged, else no break-down;
2. person-days (`person_days.py`): whole per cent, coded ends;
3. head counts (`head_counts.py`): bands of at least three counts; the town in steps of 5 per cent;
4. paper (`paper_cells.py`): round sheets, nobody with more than half;
5. nothing by person, hour or printer: there is no release table for it;
6. withheld is null with a reason, never 0. And a month that runs is not shown: from one night to the
   next it would show one day.
Rule 7 is `gate.py`. No argument lowers a floor; `Floors` can only raise them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from warehouse.carrying import carry_over
from warehouse.cells import absent, show, withhold
from warehouse.cutting import Cut, add_up, by_key
from warehouse.derived import derive
from warehouse.derived.seen import Seen
from warehouse.derived.terms import read_terms
from warehouse.gate import SEEN_BY, ReleaseRefused, check_release
from warehouse.groups import Floors, Roster, quarter_of, read_assignments
from warehouse.head_counts import Known, band_month, band_town_month
from warehouse.office import read_office
from warehouse.paper_release import cut_documents, cut_paper
from warehouse.person_days import Days, band_all, band_groups, least_active
from warehouse.publishing import (
    read_freshness,
    read_frozen,
    read_history,
    read_refused,
    read_sections,
    shown_of,
    write_release,
)
from warehouse.release import SMALL, TOWN, Release, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from warehouse.gate import Shown
    from warehouse.release import State, Town
    from warehouse.store import Store


def cut_release(
    store: Store, *, town: Town, today: date, released_at: datetime, floors: Floors | None = None
) -> Release:
    """Cut the release from the marts as they are, write `release.*` in one transaction and return it.

    Args:
        store: the warehouse, models built.
        town: what the settings say of the town.
        today: the release counts up to yesterday; months that are not over are not shown.
        released_at: the instant that pages name.
        floors: stricter sizes of groups, if the settings ask for them.
    """
    history = read_history(store)
    roster = Roster(read_assignments(store), floors or Floors(), read_frozen(store))
    known_days, refused = _known_days(store), read_refused(store)
    while True:
        cut = Cut(store, today, roster, known_days, refused)
        release = _cut_all(cut, history, town, released_at)
        shown = shown_of(release)
        try:
            check_release(shown, set(history) - set(shown), roster, known_days)
        except ReleaseRefused as refusal:
            further = _give_up(refusal.cell, shown, history, refused)
            if further is None:
                raise
            refused = refused | {further}
        else:
            break
    release = _with_derived(store, release)
    months = {quarter_of(one.month): dict(cut.groups(one.month)) for one in shown}
    write_release(store, release, months)
    return release


def _with_derived(store: Store, cut: Release) -> Release:
    """Add what is worked out from the release alone, once the gate has let it through."""
    derived = derive(Seen(cut.tables), read_terms(store, cut.town, cut.as_of))
    return replace(cut, tables={**cut.tables, **derived})


def _cut_all(cut: Cut, history: Sequence[Shown], town: Town, released_at: datetime) -> Release:
    cut.earlier = {
        (one.tool, one.month, one.section): one
        for one in history
        if one.table == "activation_month"
    }
    cut_paper(cut)
    cut_documents(cut)
    carry_over(cut.store, cut.rows, cut.documents)
    _cut_use(cut)
    _cut_activation(cut)
    as_of = cut.today - timedelta(days=1)
    has_small = any(row["section"] == SMALL for rows in cut.rows.values() for row in rows)
    tables = {
        **{name: table_of(name, rows) for name, rows in cut.rows.items()},
        **read_sections(cut.store, has_small=has_small),
        **read_freshness(cut.store, as_of),
        **read_office(cut.store),
    }
    return Release.of(town, as_of, released_at, tables)


def _give_up(
    cell: Shown | None,
    shown: Sequence[Shown],
    history: Sequence[Shown],
    refused: AbstractSet[tuple[str, str, date]],
) -> tuple[str, str, date] | None:
    """Return what not to show instead of showing nothing at all: a tool's newest numbers; None if no help.

    What was shown before is known and cannot be taken back, so only a month not shown yet can help.
    """
    if cell is None:
        return None
    before = {one.month for one in history if one.tool == cell.tool}
    fresh = {
        one.month for one in shown if one.tool == cell.tool and one.table != "paper_digital_month"
    }
    fresh -= before
    for table in ("activation_month", "use_month"):
        for month in [cell.month, *sorted(fresh, reverse=True)]:
            if month in fresh and (table, cell.tool, month) not in refused:
                return table, cell.tool, month
    return None


def _known_days(store: Store) -> dict[tuple[str, date], list[date]]:
    """Return (tool, month) → working days on which it is known whether the tool was used, in order."""
    known = defaultdict(list)
    for tool, month, day_on in store.rows(
        "select n.need, c.month, c.day_on from core.calendar c join core.need_day n using (day_on) "
        "where c.is_working_day and n.state in ('final', 'provisional') order by c.day_on"
    ):
        known[tool, month].append(day_on)
    return known


def _cut_use(cut: Cut) -> None:
    rows = cut.store.rows(
        "select tool, month, section, active_days, assigned_days, state from mart.use_month order by all"
    )
    for (tool, month), sections in by_key(rows).items():
        _cut_use_month(cut, tool, month, sections, cut.known_days.get((tool, month), []))


def _cut_use_month(
    cut: Cut, tool: str, month: date, sections: list[tuple[Any, ...]], known_days: Sequence[date]
) -> None:
    key = {"tool": tool, "month": month}
    states: dict[str, State] = {section: state for section, _, _, state in sections}
    cut.hide_merged("use_month", key, states, is_people=True)
    days, state_of = add_up(sections, cut.groups(month))
    presences = cut.roster.presence(month, known_days)
    shares = {group: Days(*day) for group, day in days.items() if group != TOWN and day[1]}
    bands = {} if cut.is_running(month) else band_groups(shares, presences)
    whole = {group: assigned for group, (_, assigned) in days.items()}
    for group, (active, assigned) in days.items():
        n = cut.roster.size(month, group)
        band = bands.get(group)
        if group == TOWN and assigned and ("use_month", tool, month) not in cut.refused:
            band = band_all(Days(active, assigned), bands, whole, presences, len(known_days))
            cut.active[tool, month] = {
                one: least_active(each, band, bands, presences[one]) for one, each in bands.items()
            }
        if cut.is_running(month):
            cell = withhold("running_month", n=n, state=state_of[group])
        elif ("use_month", tool, month) in cut.refused:
            cell = withhold("gate", n=n, state=state_of[group])
        elif not assigned:
            cell = absent(n=n, state=state_of[group])
        elif band is None:
            cell = withhold("too_few_days", n=n, state=state_of[group])
        else:
            cell = show(band, n=n, state=state_of[group])
        cut.add("use_month", {**key, "section": group}, cell)


def _cut_activation(cut: Cut) -> None:
    rows = cut.store.rows(
        "select tool, month, section, activated, assigned, state from mart.activation_month order by all"
    )
    known: dict[str, Known] = defaultdict(Known)
    for (tool, month), sections in by_key(rows).items():
        _cut_activation_month(cut, known[tool], tool, month, sections)


def _cut_activation_month(
    cut: Cut, known: Known, tool: str, month: date, sections: list[tuple[Any, ...]]
) -> None:
    key = {"tool": tool, "month": month}
    states: dict[str, State] = {section: state for section, _, _, state in sections}
    cut.hide_merged("activation_month", key, states, is_people=True)
    counts, state_of = add_up(sections, cut.groups(month))
    if cut.is_running(month) or state_of[TOWN] == "none":
        for group, (_, people) in counts.items():
            blank = (
                withhold("running_month", n=people, state=state_of[group])
                if cut.is_running(month) and state_of[group] != "none"
                else absent(n=people, state=state_of[group])
            )
            cut.add("activation_month", {**key, "section": group}, blank)
        return
    whole = counts.pop(TOWN)
    proved = cut.active.get((tool, month), {})
    if tool == "files":
        proved = {
            group: max(
                proved.get(group, 0),
                SEEN_BY if group in cut.documents.get(month, ()) else 0,
            )
            for group in counts
        }
    sizes = {group: people for group, (_, people) in counts.items()}
    known.begin(month, cut.roster.closing(month))
    if ("activation_month", tool, month) in cut.refused:
        for group, people in {**sizes, TOWN: whole[1]}.items():
            cell = withhold("gate", n=people, state=state_of[group])
            cut.add("activation_month", {**key, "section": group}, cell)
        return
    bands = band_month(known, month, counts, proved, cut.earlier_counts(tool, month, sizes))
    everyone = cut.roster.everyone(month)
    bands_all = {**bands, TOWN: band_town_month(known, everyone, *whole, bands, sizes)}
    for group, band in bands_all.items():
        n = whole[1] if group == TOWN else sizes[group]
        cell = (
            show(band, n=n, state=state_of[group])
            if band
            else withhold("few_values", n=n, state=state_of[group])
        )
        cut.add("activation_month", {**key, "section": group}, cell)
