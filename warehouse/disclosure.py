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
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from warehouse.bands import Band, round_sheets
from warehouse.carrying import carry_over
from warehouse.cells import Row, absent, show, withhold, worst
from warehouse.gate import SEEN_BY, ReleaseRefused, check_release, counts_of
from warehouse.groups import Floors, Roster, month_after, quarter_of, read_assignments
from warehouse.head_counts import Known, band_month, band_town_month
from warehouse.office import read_office
from warehouse.paper_cells import By, by_group, withhold_paper
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
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from warehouse.cells import Reason
    from warehouse.gate import Shown
    from warehouse.release import State, Town
    from warehouse.store import Store


@dataclass
class _Cut:
    """What the rules share while one release is cut."""

    store: Store
    today: date
    roster: Roster
    known_days: Mapping[tuple[str, date], Sequence[date]]
    refused: AbstractSet[tuple[str, str, date]]
    """(table, tool, month) that the release gate would not let out."""
    earlier: dict[tuple[str, date, str], Shown] = field(default_factory=dict)
    """(tool, month, group) → its activation as the last release showed it."""
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    active: dict[tuple[str, date], dict[str, int]] = field(default_factory=dict)
    """(tool, month) → group → people proved active by what other tables show."""
    documents: dict[date, set[str]] = field(default_factory=dict)
    """Month → groups whose documents are shown."""

    def groups(self, month: date) -> Mapping[str, str]:
        return self.roster.groups(month) or {}

    def earlier_counts(
        self, tool: str, month: date, sizes: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        """Group → the band that an earlier release showed, where it had as many people then."""
        found = {group: self.earlier.get((tool, month, group)) for group in sizes}
        return {
            group: counts_of(one)
            for group, one in found.items()
            if one is not None and one.n == sizes[group]
        }

    def is_running(self, month: date) -> bool:
        return month_after(month) > self.today

    def add(self, table: str, key: Mapping[str, object], cell: Row) -> None:
        self.rows[table].append({**key, **cell})

    def hide_merged(
        self, table: str, key: Mapping[str, object], states: Mapping[str, State], *, is_people: bool
    ) -> None:
        """Add a withheld row for each section that does not stand alone, so that its gap has a reason."""
        month: Any = key["month"]
        groups = self.groups(month)
        for section, state in states.items():
            if groups.get(section) != section:
                reason: Reason = "small_group" if groups else "no_break_down"
                n = self.roster.size(month, section) if is_people else None
                self.add(table, {**key, "section": section}, withhold(reason, n=n, state=state))


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
        cut = _Cut(store, today, roster, known_days, refused)
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
    months = {quarter_of(one.month): dict(cut.groups(one.month)) for one in shown}
    write_release(store, release, months)
    return release


def _cut_all(cut: _Cut, history: Sequence[Shown], town: Town, released_at: datetime) -> Release:
    cut.earlier = {
        (one.tool, one.month, one.section): one
        for one in history
        if one.table == "activation_month"
    }
    _cut_paper(cut)
    _cut_documents(cut)
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


def _cut_use(cut: _Cut) -> None:
    rows = cut.store.rows(
        "select tool, month, section, active_days, assigned_days, state from mart.use_month order by all"
    )
    for (tool, month), sections in _by_key(rows).items():
        _cut_use_month(cut, tool, month, sections, cut.known_days.get((tool, month), []))


def _cut_use_month(
    cut: _Cut, tool: str, month: date, sections: list[tuple[Any, ...]], known_days: Sequence[date]
) -> None:
    key = {"tool": tool, "month": month}
    states: dict[str, State] = {section: state for section, _, _, state in sections}
    cut.hide_merged("use_month", key, states, is_people=True)
    days, state_of = _add_up(sections, cut.groups(month))
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


def _cut_activation(cut: _Cut) -> None:
    rows = cut.store.rows(
        "select tool, month, section, activated, assigned, state from mart.activation_month order by all"
    )
    known: dict[str, Known] = defaultdict(Known)
    for (tool, month), sections in _by_key(rows).items():
        _cut_activation_month(cut, known[tool], tool, month, sections)


def _cut_activation_month(
    cut: _Cut, known: Known, tool: str, month: date, sections: list[tuple[Any, ...]]
) -> None:
    key = {"tool": tool, "month": month}
    states: dict[str, State] = {section: state for section, _, _, state in sections}
    cut.hide_merged("activation_month", key, states, is_people=True)
    counts, state_of = _add_up(sections, cut.groups(month))
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


def _cut_paper(cut: _Cut) -> None:
    sheets = cut.store.rows(
        "select source, kind, month, section, sheets, quality, state from mart.paper_month order by all"
    )
    people = _by_month(
        cut.store,
        "select c.month, a.section, p.staff, sum(p.sheets), p.source from core.print_day p "
        "join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on "
        "join core.calendar c on c.day_on = p.day_on group by all",
    )
    months: dict[tuple[str, str, date], list[tuple[Any, ...]]] = defaultdict(list)
    for source, kind, month, *rest in sheets:
        months[source, kind, month].append(tuple(rest))
    for (source, kind, month), sections in months.items():
        key = {"source": source, "kind": kind, "month": month}
        groups = cut.groups(month)
        by = by_group(people[month, source], groups)
        parts = {"sheets": by} if kind == "printed" else {}
        _cut_paper_month(cut, key, sections, parts)


def _cut_paper_month(
    cut: _Cut, key: Mapping[str, Any], sections: list[tuple[Any, ...]], parts: Mapping[str, By]
) -> None:
    month, groups = key["month"], cut.groups(key["month"])
    quality = {section: word for section, _, word, _ in sections}
    for section, _, word, state in sections:
        if section is not None:
            cut.hide_merged(
                "paper_month", {**key, "quality": word}, {section: state}, is_people=False
            )
    amounts: dict[str, list[float | None]] = defaultdict(list)
    states: dict[str, list[State]] = defaultdict(list)
    words: dict[str, set[str]] = defaultdict(set)
    for section, sheets, _, state in sections:
        for group in _belongs(section, groups):
            amounts[group].append(sheets)
            states[group].append(state)
            words[group].add(quality[section])
    totals = {
        group: sum(one for one in known if one is not None)
        for group, known in amounts.items()
        if any(one is not None for one in known)
    }
    withheld = withhold_paper(parts, {one: total for one, total in totals.items() if one != TOWN})
    for group in amounts:
        state = worst(states[group])
        word = next(q for q in ("unknown", "derived", "measured") if q in words[group])
        place = {**key, "section": group, "quality": word}
        if cut.is_running(month):
            cell = withhold("running_month", n=None, state=state)
        elif state == "none":
            cell = absent(n=None, state=state)
        elif group not in totals:
            cell = withhold("sheets_unknown", n=None, state=state)
        elif group in withheld:
            cell = withhold(withheld[group], n=None, state=state)
        else:
            round_ = round_sheets(totals[group])
            cell = show(Band(f"{round_:,}", round_, round_, 0, 0), n=None, state=state)
        cut.add("paper_month", place, cell)


def _cut_documents(cut: _Cut) -> None:
    join = (
        "join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on "
        "join core.calendar c on c.day_on = p.day_on group by all"
    )
    handled = _by_month(
        cut.store,
        f"select c.month, a.section, p.staff, sum(p.handlings) from core.handling_day p {join}",
    )
    printed = _by_month(
        cut.store, f"select c.month, a.section, p.staff, sum(p.jobs) from core.print_day p {join}"
    )
    rows = cut.store.rows(
        "select pair, month, section, digital, paper, state from mart.paper_digital_month order by all"
    )
    for (pair, month), sections in _by_key(rows).items():
        groups = cut.groups(month)
        parts = (
            {
                "digital": by_group(handled[month,], groups),
                "paper": by_group(printed[month,], groups),
            }
            if pair == "documents"
            else {}
        )
        _cut_pair_month(cut, {"pair": pair, "month": month}, sections, parts)


def _cut_pair_month(
    cut: _Cut, key: Mapping[str, Any], sections: list[tuple[Any, ...]], parts: Mapping[str, By]
) -> None:
    table, month, groups = "paper_digital_month", key["month"], cut.groups(key["month"])
    blank = {"digital": None, "paper": None}
    states: dict[str, State] = {one: state for one, *_, state in sections if one is not None}
    cut.hide_merged(table, {**key, **blank}, states, is_people=False)
    sides, found = _add_sides(sections, groups)
    totals = {
        group: (digital or 0) + (paper or 0)
        for group, (digital, paper) in sides.items()
        if group != TOWN
    }
    both = {name: by for name, by in parts.items() if _has_side(sides, name)}
    withheld = withhold_paper(both, totals)
    for group, (digital, paper) in sides.items():
        state = worst(found[group])
        place = {**key, "section": group}
        if cut.is_running(month):
            cut.add(table, {**place, **blank}, withhold("running_month", n=None, state=state))
        elif group in withheld:
            cut.add(table, {**place, **blank}, withhold(withheld[group], n=None, state=state))
        elif "digital" in both and group != TOWN and not digital:
            # 0 would say of everyone in the section that they handled nothing.
            cut.add(table, {**place, **blank}, withhold("dominance", n=None, state=state))
        else:
            if "digital" in both:
                cut.documents.setdefault(month, set()).add(group)
            _add_ratio(cut, place, digital, paper, state)


def _add_sides(
    sections: list[tuple[Any, ...]], groups: Mapping[str, str]
) -> tuple[dict[str, list[float | None]], dict[str, list[State]]]:
    """Return group → both counts and group → states; what belongs to nobody is in the town's counts only."""
    sides: dict[str, list[float | None]] = {}
    found: dict[str, list[State]] = defaultdict(list)
    for section, digital, paper, state in sections:
        for group in _belongs(section, groups):
            side = sides.setdefault(group, [None, None])
            for index, amount in enumerate((digital, paper)):
                if amount is not None:
                    side[index] = (side[index] or 0) + amount
            if section is not None:
                found[group].append(state)
    return sides, found


def _has_side(sides: Mapping[str, Sequence[float | None]], name: str) -> bool:
    return any(side[name == "paper"] is not None for side in sides.values())


def _add_ratio(
    cut: _Cut, place: Mapping[str, object], digital: float | None, paper: float | None, state: State
) -> None:
    """The ratio is worked out from the rounded counts, so that it gives nothing more away than they do."""
    rounded = {
        "digital": None if digital is None else float(round_sheets(digital)),
        "paper": None if paper is None else float(round_sheets(paper)),
    }
    left, right = rounded["digital"], rounded["paper"]
    if left is None or right is None or left + right == 0 or state == "none":
        cell = absent(n=None, state=state)
    else:
        share = round(100 * left / (left + right))
        cell = show(Band(f"{share}%", share, share, 0, 0), n=None, state=state)
    cut.add("paper_digital_month", {**place, **rounded}, cell)


def _belongs(section: str | None, groups: Mapping[str, str]) -> tuple[str, ...]:
    return (groups[section], TOWN) if section is not None and section in groups else (TOWN,)


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, date], list[tuple[Any, ...]]]:
    found: dict[tuple[str, date], list[tuple[Any, ...]]] = defaultdict(list)
    for first, month, *rest in rows:
        found[first, month].append(tuple(rest))
    return found


def _by_month(store: Store, sql: str) -> defaultdict[tuple[Any, ...], list[tuple[str, str, float]]]:
    found: defaultdict[tuple[Any, ...], list[tuple[str, str, float]]] = defaultdict(list)
    for month, section, staff, amount, *more in store.rows(sql):
        found[month, *more].append((section, staff, amount))
    return found


def _add_up(
    sections: Sequence[tuple[Any, ...]], groups: Mapping[str, str]
) -> tuple[dict[str, tuple[int, int]], dict[str, State]]:
    """Return group → (count, of how many) and group → state; the whole town hall comes last."""
    sums: dict[str, tuple[int, int]] = {}
    states: dict[str, list[State]] = defaultdict(list)
    for section, count, of, state in sections:
        for group in _belongs(section, groups):
            before = sums.get(group, (0, 0))
            sums[group] = (before[0] + (count or 0), before[1] + (of or 0))
            states[group].append(state)
    ordered = sorted(sums, key=lambda group: (group == TOWN, group))
    return {group: sums[group] for group in ordered}, {
        group: worst(states[group]) for group in ordered
    }
