"""Rule 3 for the whole town hall alone: segments, retention and breadth, in steps that tell of no group.

Each number also bounds another: who has the strongest habits has a habit, who stayed had begun. So each
is cut within what is already shown, and never so that subtraction would narrow a group's own band.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from warehouse.months import month_end
from warehouse.release.release_context import by_month
from warehouse.release.tables.bands import MIN_VALUES, TOWN_STEP, Band, band_town, town_step
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.lines import BREADTH, of_tool
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import Range, band_of_range
from warehouse.release.tables.weeks import Twelve, first_monday, last_sunday

if TYPE_CHECKING:
    from datetime import date

    from warehouse.release.release_context import Cut
    from warehouse.release.tables.cells import Row
    from warehouse.release.tables.release import State

SEGMENTS = ("power", "habitual", "novice", "low", "none")
"""The most active first."""
_HABIT, _LOW = SEGMENTS.index("habitual"), SEGMENTS.index("low")
_FULL = 100
_TENTH, _HALF = 0.1, 0.5


def cut_town_counts(cut: Cut) -> None:
    """Cut `segment_month`, `retention_month` and `breadth_month`, after all that they are held against."""
    if cut.has("mart.segment_week"):
        _cut_segments(cut)
    if cut.has("mart.retention_month"):
        _cut_retention(cut)
    if cut.has("mart.breadth_month"):
        _cut_breadth(cut)


def _cut_segments(cut: Cut) -> None:
    counts: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    states: dict[tuple[str, date], State] = {}
    for tool, week_on, section, segment, staff, state in cut.store.rows(
        "select tool, week_on, section, segment, staff, state from mart.segment_week "
        "where segment is not null order by all"
    ):
        month = (week_on + timedelta(days=6)).replace(day=1)
        if section not in cut.served.left_out(tool, month):
            counts[tool, week_on][segment] += staff
            states[tool, week_on] = state
    for (tool, week_on), staff_by_segment in counts.items():
        sunday = week_on + timedelta(days=6)
        month = sunday.replace(day=1)
        if sunday == last_sunday(month) and not cut.is_frozen(of_tool(tool), month):
            _cut_segment_month(cut.of(tool), tool, month, staff_by_segment, states[tool, week_on])


def _cut_segment_month(
    cut: Cut, tool: str, month: date, counts: Counter[str], state: State
) -> None:
    people = counts.total()
    why = cut.not_yet(of_tool(tool), month)
    bands = None if why else _nested(cut, tool, month, counts)
    above = Range.at(0)
    for index, segment in enumerate(SEGMENTS):
        key = {"section": TOWN, "tool": tool, "month": month, "segment": segment}
        ends: Row = {"from_top_low": None, "from_top_high": None}
        if why:
            cell = withhold(why, n=people, state=state)
        elif bands is None:
            reason = "gate" if ("segment_month", tool, month) in cut.refused else "few_values"
            cell = withhold(reason, n=people, state=state)  # type: ignore[arg-type]  # both are reasons
        else:
            band = bands[index]
            upto = _as_read(band, people)
            share = upto.less(above).within(0, _FULL)
            cell = show(band_of_range(share, TOWN_STEP, is_about=True), n=people, state=state)
            ends = {"from_top_low": float(band.low), "from_top_high": float(band.high)}
            above = upto
        cut.add("segment_month", {**key, **ends}, cell)


def _as_read(band: Band, people: int) -> Range:
    """Return between which per cents a reader knows those of a segment and the more active ones to be.

    The ends that are shown may be half a step from the truth. All the people together are all of them.
    """
    if band.least == people:
        return Range.at(_FULL)
    half = town_step(people) / 2
    return Range(band.low - half, band.high + half).within(0, _FULL)


def _nested(cut: Cut, tool: str, month: date, counts: Counter[str]) -> list[Band] | None:
    """The people of each segment and of the more active ones together; None if a band would be too narrow.

    Those with a habit are shown already; the others are cut around them.
    """
    habits, begun = cut.habits.get((tool, month)), cut.heads.get((tool, month))
    if habits is None or begun is None or habits.town is None:
        return None
    if ("segment_month", tool, month) in cut.refused:
        return None
    people, sunday = counts.total(), last_sunday(month)
    upto = [sum(counts[one] for one in SEGMENTS[: index + 1]) for index in range(len(SEGMENTS))]
    is_since_launch = cut.launched_on <= first_monday(month)
    gone = cut.roster.gone(sunday, month_end(month))[TOWN]
    most = begun.town.most + gone if begun.town and is_since_launch else people
    latest = begun.latest_cut if is_since_launch else people
    power = band_town(
        upto[0], people, 0, habits.town.most, min(habits.latest_cut, begun.latest_cut)
    )
    found: list[Band | None] = [power, habits.town]
    least = habits.town.least
    twelve = Twelve(cut.roster, month, by_month(cut.known_days, tool))
    used = twelve.users(by_month(cut.spent, tool))
    for count in upto[_HABIT + 1 : -1]:
        if len(found) == _LOW:
            # So many of them have used it at all in these weeks.
            least = min(people, max(least, used))
        # Fewer than the ones before: someone was forgotten since, and that must not show.
        band = band_town(max(count, least), people, least, min(people, most), latest)
        found.append(band)
        least = band.least if band else least
    bands = [band for band in found if band is not None]
    return [*bands, Band("", _FULL, _FULL, people, people)] if len(bands) == len(found) else None


class _Kept(NamedTuple):
    """How many of the launch month's people were active in a month."""

    month: date
    cohort: int
    active: int
    state: State


def _cut_retention(cut: Cut) -> None:
    for tool, month, launch, cohort, active, state in cut.store.rows(
        "select tool, month, cohort, cohort_staff, active, state from mart.retention_month "
        "where month > cohort order by all"
    ):
        key = {"section": TOWN, "tool": tool, "month": month}
        if cut.is_frozen(of_tool(tool), month):
            continue
        if cut.served.left_out(tool, launch) or cut.served.left_out(tool, month):
            # Who went where nobody is counted has not stopped.
            cell = withhold("unserved", n=None, state="none")
        else:
            cell = _retention(cut, tool, launch, _Kept(month, cohort, active or 0, state))
        cut.add("retention_month", key, cell)


def _retention(cut: Cut, tool: str, launch: date, kept: _Kept) -> Row:
    if kept.state == "none":
        return absent(n=None, state=kept.state)
    if why := cut.not_yet(of_tool(tool), kept.month):
        return withhold(why, n=None, state=kept.state)
    if ("retention_month", tool, kept.month) in cut.refused:
        return withhold("gate", n=None, state=kept.state)
    first, now = cut.heads.get((tool, launch)), cut.heads.get((tool, kept.month))
    least = first.town.least if first and first.town else 0
    # As many steps of 5 per cent as it takes for three people of the fewest that the cohort may have.
    step = TOWN_STEP
    while step * least < _FULL * MIN_VALUES and step < _FULL:
        step += TOWN_STEP
    if 2 * step > _FULL or now is None or not kept.cohort:
        return withhold("few_values", n=None, state=kept.state)
    low = min(step * (_FULL // step - 1), step * (_FULL * kept.active // kept.cohort // step))
    high = low + step if low + 2 * step <= _FULL else _FULL
    # So many stayed at least, and all of them had begun and were active: no group may follow from it.
    proved = ceil(low * least / _FULL)
    room = (MIN_VALUES - 1) * (len(now.bands) - 1)
    active = cut.active_town.get((tool, kept.month), 0) + room if now.bands else now.people
    if proved > min(now.latest_cut, active):
        return withhold("protects_other", n=None, state=kept.state)
    return show(Band(f"{low}〜{high}%", low, high, 0, 0), n=None, state=kept.state)


def _cut_breadth(cut: Cut) -> None:
    tools: dict[date, set[str]] = defaultdict(set)
    for tool, month in cut.store.rows(
        "select distinct tool, month from mart.use_month where state <> 'none'"
    ):
        tools[month].add(tool)
    for month, active, used, state in cut.store.rows(
        "select month, sum(active_staff)::bigint, sum(tools_used)::bigint, max(state) "
        "from mart.breadth_month group by month order by month"
    ):
        if cut.is_frozen(BREADTH, month):
            continue
        cell = _breadth(cut, month, (active or 0, used or 0), tools[month], state)
        cut.add("breadth_month", {"section": TOWN, "month": month}, cell)


def _breadth(cut: Cut, month: date, counts: tuple[int, int], tools: set[str], state: State) -> Row:
    if state == "none" or len(tools) < 2:  # noqa: PLR2004 - of one tool everyone uses one
        return absent(n=None, state=state)
    if why := cut.not_yet(BREADTH, month):
        return withhold(why, n=None, state=state)
    active, used = counts
    # So many people were active for sure: a step has to be three uses of a tool by one of them.
    proved = max((cut.active_town.get((tool, month), 0) for tool in tools), default=0)
    step = next((one for one in (_TENTH, _HALF) if one * proved >= MIN_VALUES), None)
    # At the ends everyone would be known to use one tool, or all of them.
    lowest, highest = 1 + 2 * (step or 0), len(tools) - 2 * (step or 0)
    if step is None or not active or highest - lowest < step:
        return withhold("few_values", n=None, state=state)
    value = round(step * floor(used / active / step + 0.5), 1)
    if value < lowest:
        band = Band(f"{lowest:.1f}未満", 1, lowest, 0, 0)
    elif value > highest:
        band = Band(f"{highest:.1f}以上", highest, len(tools), 0, 0)
    else:
        # Both 2.5: in tenths it lies within 0.05 of that, in halves within a quarter, and a reader has to see which.
        told = f"約{value:.1f}" if step == _HALF else f"{value:.1f}"
        band = Band(told, value, value, 0, 0)
    return show(band, n=None, state=state)
