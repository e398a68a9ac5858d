"""Rule 3 over the marts: who has begun and who has the habit, month after month, each knowing the last."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from warehouse.release.lower_bounds import witnesses
from warehouse.release.release_context import Heads, add_up, by_key
from warehouse.release.rules.habits import TABLE as HABITS
from warehouse.release.rules.habits import cut_habits_month, keep_habits_month, read_habits
from warehouse.release.rules.head_counts import Known, band_month, band_town_month, closer
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.lines import of_tool
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.release_context import Cut
    from warehouse.release.tables.cells import Reason, Row
    from warehouse.release.tables.release import State

TABLE = "activation_month"


def cut_heads(cut: Cut) -> None:
    """Cut `activation_month` and `habitual_month`; everything that proves users must have been cut."""
    rows = cut.store.rows(
        "select tool, month, section, activated, assigned, state from mart.activation_month order by all"
    )
    known: dict[str, Known] = defaultdict(Known)
    seen: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    # What several groups must have together narrows none of them: two users fit into any one of them.
    for proof in (one for one in witnesses(cut.rows) if not one.among):
        users = seen[proof.tool, proof.month]
        users[proof.section] = max(users.get(proof.section, 0), proof.n or 0)
    begun, habits = by_key(rows), read_habits(cut)
    for tool, month in sorted(begun.keys() | habits.keys()):
        key, own = {"tool": tool, "month": month}, cut.of(tool)
        if cut.is_frozen(of_tool(tool), month):
            _keep_month(own, known[tool], tool, month, seen[tool, month])
            keep_habits_month(own, known[tool], tool, month)
            continue
        if rows := cut.reached(TABLE, key, begun.get((tool, month), ()), tool, is_people=True):
            _cut_month(own, known[tool], tool, month, rows, seen[tool, month])
        if rows := cut.reached(HABITS, key, habits.get((tool, month), ()), tool, is_people=True):
            cut_habits_month(own, known[tool], tool, month, rows)


def _cut_month(
    cut: Cut,
    known: Known,
    tool: str,
    month: date,
    sections: list[tuple[Any, ...]],
    seen: Mapping[str, int],
) -> None:
    key = {"tool": tool, "month": month}
    states: dict[str, State] = {section: state for section, _, _, state in sections}
    cut.hide_merged(TABLE, key, states, is_people=True)
    counts, state_of = add_up(sections, cut.groups(month))
    is_refused = (TABLE, tool, month) in cut.refused
    heads: Heads | None = None
    if not cut.not_yet(of_tool(tool), month) and state_of[TOWN] != "none":
        known.begin(month, cut.roster.closing(month))
        if not is_refused:
            heads = cut.heads[tool, month] = _bands(cut, known, tool, month, counts, seen)
    for group, (_, n) in counts.items():
        why = "gate" if is_refused else cut.not_yet(of_tool(tool), month)
        cell = _cell(why, group, heads, n, state_of[group])
        cut.add(TABLE, {**key, "section": group}, cell)


def _bands(
    cut: Cut,
    known: Known,
    tool: str,
    month: date,
    counts: Mapping[str, tuple[int, int]],
    seen: Mapping[str, int],
) -> Heads:
    groups = {group: count for group, count in counts.items() if group != TOWN}
    sizes = {group: people for group, (_, people) in groups.items()}
    active = cut.active.get((tool, month), {})
    for group, (least, presence) in cut.days.get((tool, month), {}).items():
        known.note_days(month, group, least, presence)
    proved = {group: max(active.get(group, 0), seen.get(group, 0)) for group in groups}
    for group, spent in cut.spent.get((tool, month), {}).items():
        known.note_most_days(month, group, spent.most)
    earlier = cut.earlier_counts(TABLE, tool, month, sizes)
    bands = band_month(known, month, groups, proved, earlier, cut.launched_on)
    everyone = cut.roster.everyone(month)
    people = counts[TOWN][1]
    shown = cut.earlier_counts(TABLE, tool, month, {TOWN: people}).get(TOWN, (0, 0))
    known.note_town(everyone, min(seen.get(TOWN, 0), people))
    town = band_town_month(
        known, everyone, *counts[TOWN], bands, sizes, shown[0], known.supposed(month)
    )
    return Heads(bands, sizes, town, people)


def _cell(why: Reason | None, group: str, heads: Heads | None, n: int, state: State) -> Row:
    if heads is None:
        return (
            withhold(why, n=n, state=state) if why and state != "none" else absent(n=n, state=state)
        )
    band = heads.town if group == TOWN else heads.bands[group]
    return show(band, n=n, state=state) if band else withhold("few_values", n=n, state=state)


def _keep_month(cut: Cut, known: Known, tool: str, month: date, seen: Mapping[str, int]) -> None:
    """Note what the frozen rows of a month tell of those who have begun."""
    heads = cut.frozen_heads(TABLE, tool, month)
    if heads is None:
        return
    cut.heads[tool, month] = heads
    known.begin(month, cut.roster.closing(month))
    for group, (least, presence) in cut.days.get((tool, month), {}).items():
        known.note_days(month, group, least, presence)
    for group, spent in cut.spent.get((tool, month), {}).items():
        known.note_most_days(month, group, spent.most)
    active = cut.active.get((tool, month), {})
    for group, band in heads.bands.items():
        proved = max(active.get(group, 0), seen.get(group, 0), known.least(month, group))
        most = band.most if band else heads.sizes[group]
        known.note(month, group, max(proved, band.least if band else 0), most)
        supposed = known.suppose(month, group, cut.launched_on)
        known.note_supposed(month, group, closer(band, heads.sizes[group], supposed))
    everyone = cut.roster.everyone(month)
    known.note_town(everyone, min(seen.get(TOWN, 0), heads.people))
    if heads.town is not None:
        known.note_town(everyone, heads.town.least)
