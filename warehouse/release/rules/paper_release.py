"""Rule 4 over the marts: sheets, documents and meetings by group, round, and nobody with more than half."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from warehouse.release.release_context import belongs, by_key, by_people
from warehouse.release.rules.paper_cells import By, by_group_and_town, withhold_paper
from warehouse.release.tables.bands import (
    LEAST_TOLD,
    MIN_MEETINGS,
    Band,
    band_printed,
    round_sheets,
)
from warehouse.release.tables.cells import absent, show, withhold, worst
from warehouse.release.tables.lines import of_sheets
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import SHARE, Range, band_of_range, share_between

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence
    from datetime import date

    from warehouse.release.release_context import Cut
    from warehouse.release.tables.cells import Reason
    from warehouse.release.tables.release import State


_NEEDS = {"documents": ("files", "printing"), "meetings": ("meetings",)}
"""Pair → what both its sides need; the other pairs are the books'."""


def cut_paper(cut: Cut) -> None:
    """Cut `paper_month`: sheets by source, where nobody has more than half of them."""
    sheets = cut.store.rows(
        "select source, kind, month, section, sheets, quality, state from mart.paper_month order by all"
    )
    people = by_people(
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
        if kind == "printed" and cut.is_frozen(of_sheets(source), month):
            continue
        groups = cut.groups(month)
        by = by_group_and_town(people[month, source], {one[0] for one in sections}, groups)
        parts = {"sheets": by} if kind == "printed" else {}
        _cut_paper_month(cut, key, sections, parts)
        if kind == "bought":
            _note_bought(cut, month, sections)


def _note_bought(cut: Cut, month: date, sections: list[tuple[Any, ...]]) -> None:
    for section, sheets, *_ in sections:
        for group in belongs(section, cut.groups(month)):
            cut.bought[group, month] += sheets or 0


def _cut_paper_month(
    cut: Cut, key: Mapping[str, Any], sections: list[tuple[Any, ...]], parts: Mapping[str, By]
) -> None:
    month, groups = key["month"], cut.groups(key["month"])
    quality = {section: word for section, _, word, _ in sections}
    # Of little or nothing, the word alone would tell whether anybody printed: it is the whole town hall's then.
    whole = _worst_quality(quality.values())
    for section, _, _, state in sections:
        if section is not None:
            cut.hide_merged(
                "paper_month", {**key, "quality": whole}, {section: state}, is_people=False
            )
    amounts: dict[str, list[float | None]] = defaultdict(list)
    states: dict[str, list[State]] = defaultdict(list)
    words: dict[str, set[str]] = defaultdict(set)
    for section, sheets, _, state in sections:
        for group in belongs(section, groups):
            amounts[group].append(sheets)
            states[group].append(state)
            words[group].add(quality[section])
    totals = {
        group: sum(one for one in known if one is not None)
        for group, known in amounts.items()
        if any(one is not None for one in known)
    }
    is_printed = key["kind"] == "printed"
    # Of what nobody stands behind only a running month is not shown.
    why = cut.not_yet(of_sheets(key["source"]) if is_printed else "", month)
    few = {group for group, total in totals.items() if is_printed and total < LEAST_TOLD}
    apart = {one: total for one, total in totals.items() if one != TOWN}
    withheld = withhold_paper(parts, apart, few=few)
    for group in amounts:
        state = worst(states[group])
        if why:
            cell = withhold(why, n=None, state=state)
        elif state == "none":
            cell = absent(n=None, state=state)
        elif group not in totals:
            cell = withhold("sheets_unknown", n=None, state=state)
        elif group in withheld:
            cell = withhold(withheld[group], n=None, state=state)
        else:
            band = (band_printed if is_printed else _band_bought)(totals[group])
            cell = show(band, n=None, state=state)
        is_told = cell["shown"] is not None and group not in few
        word = _worst_quality(words[group]) if is_told else whole
        cut.add("paper_month", {**key, "section": group, "quality": word}, cell)


def _worst_quality(words: Collection[str]) -> str:
    return next(one for one in ("unknown", "derived", "measured") if one in words)


def _band_bought(sheets: float) -> Band:
    """A book of the office's own: no person stands behind it, and 0 is 0."""
    round_ = round_sheets(sheets)
    return Band(f"{round_:,}", round_, round_, 0, 0)


def cut_documents(cut: Cut) -> None:
    """Cut `paper_digital_month`: both sides of each pair, round, and their share."""
    join = (
        "join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on "
        "join core.calendar c on c.day_on = p.day_on group by all"
    )
    handled = by_people(
        cut.store,
        f"select c.month, a.section, p.staff, sum(p.handlings) from core.handling_day p {join}",
    )
    printed = by_people(
        cut.store, f"select c.month, a.section, p.staff, sum(p.jobs) from core.print_day p {join}"
    )
    opened = _opened(cut, join)
    rows = cut.store.rows(
        "select pair, month, section, digital, paper, state from mart.paper_digital_month order by all"
    )
    for (pair, month), sections in by_key(rows).items():
        key = {"pair": pair, "month": month, "digital": None, "paper": None}
        if cut.is_frozen(pair, month):
            continue
        counted = cut.reached("paper_digital_month", key, sections, *_NEEDS.get(pair, ()))
        groups = cut.groups(month)
        people: dict[str, list[tuple[str, str, float]]] = {}
        if pair == "documents":
            people = {"digital": handled[month,], "paper": printed[month,]}
        elif pair == "meetings" and month in opened:
            people = {"digital": opened[month]}
        known = {section for section, *_ in counted}
        parts = {side: by_group_and_town(of, known, groups) for side, of in people.items()}
        _cut_pair_month(cut, {"pair": pair, "month": month}, counted, parts)


def _opened(cut: Cut, join: str) -> dict[date, list[tuple[str, str, float]]]:
    """Return month → (section, staff, online meetings opened), of each month whose meetings were attended online.

    Of the other months the office's book is all there is; it says nothing of people.
    """
    if not cut.has("mart.outside_month"):
        return {}
    opened = by_people(
        cut.store,
        f"select c.month, a.section, p.staff, sum(p.meetings) from core.opened_day p {join}",
    )
    months = cut.store.rows("select distinct month from mart.outside_month where state <> 'none'")
    return {month: opened[month,] for (month,) in months}


def _cut_pair_month(
    cut: Cut, key: Mapping[str, Any], sections: list[tuple[Any, ...]], parts: Mapping[str, By]
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
    few: dict[str, Reason] = {}
    if key["pair"] == "meetings" and both:
        few = {
            one: "few_meetings"
            for one, (online, _) in sides.items()
            if (online or 0) < MIN_MEETINGS
        }
    elif both:
        # A 0 would say of everyone that they handled nothing; under its own word, few would count users.
        few = {one: "dominance" for one, side in sides.items() if _has_few(side, both)}
    withheld = withhold_paper(both, totals, few)
    why = cut.not_yet(key["pair"], month)
    for group, (digital, paper) in sides.items():
        state = worst(found[group])
        place = {**key, "section": group}
        if why:
            cut.add(table, {**place, **blank}, withhold(why, n=None, state=state))
        elif (table, key["pair"], month) in cut.refused and group != TOWN:
            cut.add(table, {**place, **blank}, withhold("gate", n=None, state=state))
        elif group in withheld:
            cut.add(table, {**place, **blank}, withhold(withheld[group], n=None, state=state))
        else:
            _add_ratio(cut, place, (digital, paper), state, is_peoples=bool(parts))


def _add_sides(
    sections: list[tuple[Any, ...]], groups: Mapping[str, str]
) -> tuple[dict[str, list[float | None]], dict[str, list[State]]]:
    """Return group → both counts and group → states; what belongs to nobody is in the town's counts only."""
    sides: dict[str, list[float | None]] = {}
    found: dict[str, list[State]] = defaultdict(list)
    for section, digital, paper, state in sections:
        for group in belongs(section, groups):
            side = sides.setdefault(group, [None, None])
            for index, amount in enumerate((digital, paper)):
                if amount is not None:
                    side[index] = (side[index] or 0) + amount
            if section is not None:
                found[group].append(state)
    return sides, found


def _has_few(side: Sequence[float | None], names: Container[str]) -> bool:
    """Whether a side that people stand behind is known and has few."""
    known = [
        amount for name, amount in zip(("digital", "paper"), side, strict=True) if name in names
    ]
    return any(amount is not None and amount < LEAST_TOLD for amount in known)


def _has_side(sides: Mapping[str, Sequence[float | None]], name: str) -> bool:
    return any(side[name == "paper"] is not None for side in sides.values())


def _add_ratio(
    cut: Cut,
    place: Mapping[str, Any],
    sides: tuple[float | None, float | None],
    state: State,
    *,
    is_peoples: bool,
) -> None:
    """Show both counts round, and their share.

    Where people stand behind a count the share is what a reader works out of the round ones, with its width: it
    gives nothing more away than they do. Nobody stands behind a book: its share is that of the exact counts.
    """
    rounded = {
        name: None if amount is None else float(round_sheets(amount))
        for name, amount in zip(("digital", "paper"), sides, strict=True)
    }
    digital, paper = sides
    if digital is None or paper is None or digital + paper == 0 or state == "none":
        cell = absent(n=None, state=state)
    else:
        if is_peoples:
            known = share_between(round_sheets(digital), round_sheets(paper))
        else:
            known = Range.at(100 * digital / (digital + paper))
            cut.books[place["pair"], SHARE, place["section"], place["month"]] = (digital, paper)
        cell = show(band_of_range(known), n=None, state=state)
    cut.add("paper_digital_month", {**place, **rounded}, cell)
