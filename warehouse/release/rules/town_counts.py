"""Rule 3 for the whole town hall alone: segments, retention and breadth, in steps that disclose no group.

These numbers bound each other: everyone in the strongest segment has a habit, everyone who stayed was activated. So
each is cut within what is already shown, and so that subtraction never narrows a group's own band.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from warehouse.months import month_end
from warehouse.release.groups.habit_weeks import Twelve, first_monday, last_sunday
from warehouse.release.rules.breadth import cut_breadth
from warehouse.release.tables.bands import MIN_VALUES, TOWN_STEP, Band, band_town, town_step
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.coding import Value
from warehouse.release.tables.publication_lines import of_tool
from warehouse.release.tables.release import SEGMENTS, TOWN
from warehouse.release.tables.rounding import Range, value_of_range

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.release_context import Heads, ReleaseContext
    from warehouse.release.rules.activation import HeadCounts
    from warehouse.release.rules.use import Use
    from warehouse.release.tables.cells import Row
    from warehouse.release.tables.release import State

_HABIT, _LOW = SEGMENTS.index("habitual"), SEGMENTS.index("low")
_FULL = 100


@dataclass(frozen=True, slots=True)
class TownCounts:
    """The cut `segment_month`, `retention_month` and `breadth_month`."""

    tables: Mapping[str, list[Row]]


def cut_town_counts(context: ReleaseContext, use: Use, heads: HeadCounts) -> TownCounts:
    """Cut segments, retention and breadth within the released use, activation and habits."""
    has = context.has
    return TownCounts(
        {
            "segment_month": _cut_segments(context, use, heads) if has("mart.segment_week") else [],
            "retention_month": (
                _cut_retention(context, use, heads) if has("mart.retention_month") else []
            ),
            "breadth_month": cut_breadth(context, use) if has("mart.breadth_month") else [],
        }
    )


def _cut_segments(context: ReleaseContext, use: Use, heads: HeadCounts) -> list[Row]:
    counts: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    states: dict[tuple[str, date], State] = {}
    for tool, week_on, section, segment, staff, state in context.store.rows(
        "select tool, week_on, section, segment, staff, state from mart.segment_week "
        "where segment is not null order by all"
    ):
        month = (week_on + timedelta(days=6)).replace(day=1)
        if section not in context.coverage.left_out(tool, month):
            counts[tool, week_on][segment] += staff
            states[tool, week_on] = state
    rows: list[Row] = []
    for (tool, week_on), staff_by_segment in counts.items():
        sunday = week_on + timedelta(days=6)
        month, state = sunday.replace(day=1), states[tool, week_on]
        if sunday == last_sunday(month) and not context.frozen.is_frozen(of_tool(tool), month):
            own = context.of(tool)
            nested = (
                None
                if own.not_yet(of_tool(tool), month)
                else _nested(own, use, heads, (tool, month), staff_by_segment)
            )
            rows += _segment_rows(own, (tool, month), staff_by_segment.total(), nested, state)
    return rows


def _segment_rows(
    context: ReleaseContext,
    tool_month: tuple[str, date],
    people: int,
    bands: list[Band] | None,
    state: State,
) -> list[Row]:
    """Return one row for each segment.

    Args:
        context: over the roster of people whom the tool's sources cover.
        tool_month: the tool and the month.
        people: all counted people.
        bands: one for each segment together with the more active ones; None where nothing is released.
        state: the state of the last week.
    """
    tool, month = tool_month
    why = context.not_yet(of_tool(tool), month)
    above = Range.at(0)
    rows: list[Row] = []
    for index, segment in enumerate(SEGMENTS):
        key = {"section": TOWN, "tool": tool, "month": month, "segment": segment}
        ends: Row = {"from_top_low": None, "from_top_high": None}
        if why:
            cell = withhold(why, n=people, state=state)
        elif bands is None:
            reason = "gate" if ("segment_month", tool, month) in context.refused else "few_values"
            cell = withhold(reason, n=people, state=state)  # type: ignore[arg-type]  # both are reasons
        else:
            band = bands[index]
            upto = _as_read(band, people)
            share = upto.less(above).within(0, _FULL)
            cell = show(value_of_range(share, TOWN_STEP, is_about=True), n=people, state=state)
            ends = {"from_top_low": float(band.low), "from_top_high": float(band.high)}
            above = upto
        rows.append({**key, **ends, **cell})
    return rows


def _as_read(band: Band, people: int) -> Range:
    """Return the range, in per cent, in which a reader knows a segment and the more active ones to lie.

    The shown ends may be half a step off. If the band holds all people, the range is exact.
    """
    if band.least == people:
        return Range.at(_FULL)
    half = town_step(people) / 2
    return Range(band.low - half, band.high + half).within(0, _FULL)


def _nested(
    context: ReleaseContext,
    use: Use,
    heads: HeadCounts,
    tool_month: tuple[str, date],
    counts: Counter[str],
) -> list[Band] | None:
    """Return the bands of each segment together with the more active ones; None if one would be too narrow.

    Args:
        context: over the roster of people whom the tool's sources cover.
        use: the released use.
        heads: the released activation and habits.
        tool_month: the tool and the month.
        counts: segment → people.
    """
    tool, month = tool_month
    habits, begun = heads.habitual.get(tool_month), heads.activated.get(tool_month)
    if habits is None or begun is None or habits.town is None:
        return None
    if ("segment_month", tool, month) in context.refused:
        return None
    people = counts.total()
    upto = [sum(counts[one] for one in SEGMENTS[: index + 1]) for index in range(len(SEGMENTS))]
    most, latest = _limits(context, begun, month, people)
    power = band_town(
        upto[0], people, 0, habits.town.most, min(habits.latest_cut, begun.latest_cut)
    )
    found: list[Band | None] = [power, habits.town]
    least = habits.town.least
    twelve = Twelve(context.roster, month, context.days_of(tool))
    used = twelve.users(use.spent(tool))
    for count in upto[_HABIT + 1 : -1]:
        if len(found) == _LOW:
            # The shares of person-days prove that this many people used the tool at all in these weeks.
            least = min(people, max(least, used))
        # A count below the previous segments: records were deleted on request since, and that must not show.
        band = band_town(max(count, least), people, least, min(people, most), latest)
        found.append(band)
        least = band.least if band else least
    bands = [band for band in found if band is not None]
    everyone = Band(Value.between(_FULL, _FULL), people, people)
    return [*bands, everyone] if len(bands) == len(found) else None


def _limits(context: ReleaseContext, begun: Heads, month: date, people: int) -> tuple[int, int]:
    """Return the most people who can have used the tool in the weeks of a month, and the highest count of a band.

    Weeks from before the launch are not bounded by the activation, which counts from the launch.

    Args:
        context: over the roster of people whom the tool's sources cover.
        begun: the month's released activation.
        month: the month.
        people: all counted people.
    """
    if context.launched_on > first_monday(month):
        return people, people
    gone = context.roster.gone(last_sunday(month), month_end(month))[TOWN]
    return begun.town.most + gone if begun.town else people, begun.latest_cut


class _Kept(NamedTuple):
    """How many of the people who used a tool in the launch month were active in a month."""

    tool: str
    launch: date
    month: date
    cohort: int
    active: int
    state: State


def _cut_retention(context: ReleaseContext, use: Use, heads: HeadCounts) -> list[Row]:
    rows: list[Row] = []
    for tool, month, launch, cohort, active, state in context.store.rows(
        "select tool, month, cohort, cohort_staff, active, state from mart.retention_month "
        "where month > cohort order by all"
    ):
        if context.frozen.is_frozen(of_tool(tool), month):
            continue
        left_out = context.coverage.left_out
        if left_out(tool, launch) or left_out(tool, month):
            # A person who moved to a section without coverage has not stopped using the tool.
            cell = withhold("unserved", n=None, state="none")
        else:
            kept = _Kept(tool, launch, month, cohort, active or 0, state)
            cell = _retention(context, use, heads, kept)
        rows.append({"section": TOWN, "tool": tool, "month": month, **cell})
    return rows


def _retention(context: ReleaseContext, use: Use, heads: HeadCounts, kept: _Kept) -> Row:
    if kept.state == "none":
        return absent(n=None, state=kept.state)
    if why := context.not_yet(of_tool(kept.tool), kept.month):
        return withhold(why, n=None, state=kept.state)
    if ("retention_month", kept.tool, kept.month) in context.refused:
        return withhold("gate", n=None, state=kept.state)
    first = heads.activated.get((kept.tool, kept.launch))
    now = heads.activated.get((kept.tool, kept.month))
    least = first.town.least if first and first.town else 0
    # The smallest multiple of 5 per cent that holds three people of the smallest possible cohort.
    step = TOWN_STEP
    while step * least < _FULL * MIN_VALUES and step < _FULL:
        step += TOWN_STEP
    if 2 * step > _FULL or now is None or not kept.cohort:
        return withhold("few_values", n=None, state=kept.state)
    low = min(step * (_FULL // step - 1), step * (_FULL * kept.active // kept.cohort // step))
    high = low + step if low + 2 * step <= _FULL else _FULL
    # At least this many stayed, were activated and were active: no group's band may be narrowed by it.
    proved = ceil(low * least / _FULL)
    room = (MIN_VALUES - 1) * (len(now.bands) - 1)
    active = use.of(kept.tool, kept.month).people + room if now.bands else now.people
    if proved > min(now.latest_cut, active):
        return withhold("protects_other", n=None, state=kept.state)
    return show(Value(low, high, "interval", "per_cent"), n=None, state=kept.state)
