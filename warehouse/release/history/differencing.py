"""Rule 4 over a difference: whether the amount that arrived after a month was shown may be disclosed as a cell.

A reader subtracts the old cell from the new one. So in every shown group the late days alone must pass the line's own
rules: at least ten things, and nobody with more than half of them. Otherwise the two cells must leave open that nothing
arrived, or the old cell stays. Records that were there before must still read as they were shown, so that any other
change is too small to see.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.rules.dominance import is_dominated, suppress_secondary
from warehouse.release.tables.bands import (
    MIN_COUNT,
    MIN_MEETINGS,
    MIN_VALUES,
    SHARE_STEP,
    code_hours,
    code_printed,
    code_share,
    least_rounded,
    most_rounded,
    round_sheets,
)
from warehouse.release.tables.publication_lines import kind_of
from warehouse.release.tables.published_cell import Counts
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from warehouse.release.history.late_amounts import Amount
    from warehouse.release.tables.cells import Reason
    from warehouse.release.tables.coding import Value

    Rows = Mapping[str, Mapping[str, Any]]

_SECONDS = 3600
_NOTHING = {"coding": None}


class _Asked(NamedTuple):
    """Which shown groups are excluded from the correction, and which are exempt from the dominance rule."""

    blocked: set[str]
    """Groups whose two cells disclose too much, or for which more has arrived than the late days."""
    few: Mapping[str, AbstractSet[str]]
    """Quantity → groups exempt from the dominance rule: so little arrived that the cells leave open whether anything
    did."""


def disclosable_groups(
    line: str,
    then: Rows,
    now: Rows,
    amounts: Mapping[str, Amount],
    person_days: Mapping[str, Mapping[str, int]],
    heads: Mapping[str, float],
) -> set[str]:
    """Return the groups whose new rows of a line's month may replace the shown ones; empty if the month stays as it is.

    Subtracting the replaced groups from the whole town hall leaves the total difference of the groups that stay. It is
    protected by secondary suppression, as in a month. If the whole town hall is not shown, nothing is replaced.

    Args:
        line: any line except a tool's.
        then: group → row as it was shown.
        now: group → row as it would be shown.
        amounts: quantity → what was there already, and what arrived.
        person_days: quantity → group → person-days of its late days, of everybody on the roster.
        heads: group → people, for hours per head.
    """
    shown = {
        group
        for group, row in now.items()
        if row["coding"] is not None and then.get(group, _NOTHING)["coding"] is not None
    }
    judged = kind_of(line).late
    assert judged is not None  # noqa: S101 - only lines with amounts are judged here
    match judged.rule:
        case "counts":
            asked = _of_counts(then, now, amounts, person_days, shown)
        case "sheets":
            asked = _of_sheets(then, now, amounts["sheets"], shown)
        case "hours":
            asked = _of_hours(then, amounts["seconds"], heads, shown)
        case "shares":
            asked = _of_shares(then, amounts, shown)
        case "shares_of_meetings":
            asked = _of_shares_of_meetings(then, now, amounts, shown)
    arrived = {name: one for name, one in amounts.items() if one.days}
    return _disclosable(arrived, shown, asked, is_from_ten=judged.rule in {"counts", "sheets"})


def _of_counts(
    then: Rows,
    now: Rows,
    amounts: Mapping[str, Amount],
    person_days: Mapping[str, Mapping[str, int]],
    shown: AbstractSet[str],
) -> _Asked:
    blocked, few = set(), {}
    for side, amount in amounts.items():
        few[side] = {one for one in shown if amount.late[one] < MIN_COUNT}
        for group in shown:
            old, new = then[group][side], now[group][side]
            one_a_day = person_days[side].get(group, 0)
            is_open = (
                _leave_open(
                    _rounded(old), _rounded(new), one_a_day=one_a_day, is_few=group in few[side]
                )
                if amount.days
                else old == new
            )
            if round_sheets(amount.early[group]) != old or not is_open:
                blocked.add(group)
    return _Asked(blocked, few)


def _of_sheets(then: Rows, now: Rows, sheets: Amount, shown: AbstractSet[str]) -> _Asked:
    few = {one for one in shown if sheets.late[one] < MIN_COUNT}
    blocked = {
        one
        for one in shown
        if _differs(code_printed(sheets.early[one]), then[one])
        or not _leave_open(printed_between(then[one]), printed_between(now[one]), is_few=one in few)
    }
    return _Asked(blocked, {"sheets": few})


def _of_hours(
    then: Rows, seconds: Amount, heads: Mapping[str, float], shown: AbstractSet[str]
) -> _Asked:
    blocked = {
        one
        for one in shown
        if not heads.get(one)
        or _differs(code_hours(seconds.early[one] / _SECONDS / heads[one]), then[one])
    }
    return _Asked(blocked, {"seconds": set()})


def _of_shares(then: Rows, amounts: Mapping[str, Amount], shown: AbstractSet[str]) -> _Asked:
    whole, part = amounts["whole"], amounts["part"]
    bands = {one: code_share(part.late[one], whole.late[one] or 1) for one in shown}
    few = {one for one, band in bands.items() if band.low < SHARE_STEP}
    return _Asked(_of_more_than_late(then, amounts, shown), {"whole": few, "part": few})


def _of_shares_of_meetings(
    then: Rows, now: Rows, amounts: Mapping[str, Amount], shown: AbstractSet[str]
) -> _Asked:
    few = {one for one in shown if amounts["whole"].late[one] < MIN_MEETINGS}
    blocked = {one for one in few if _ends(then[one]) != _ends(now[one])}
    return _Asked(blocked | _of_more_than_late(then, amounts, shown), {"whole": few, "part": few})


def _of_more_than_late(
    then: Rows, amounts: Mapping[str, Amount], shown: AbstractSet[str]
) -> set[str]:
    """Return the groups whose early records no longer read as they were shown."""
    whole, part = amounts["whole"], amounts["part"]
    return {
        one
        for one in shown
        if _differs(code_share(part.early[one], whole.early[one] or 1), then[one])
    }


def _differs(value: Value, row: Mapping[str, Any]) -> bool:
    """Whether a shown cell differs from a value."""
    return (value.low, value.high) != _ends(row)


def _ends(row: Mapping[str, Any]) -> tuple[float, float]:
    return row["low"], row["high"]


def _disclosable(
    amounts: Mapping[str, Amount], shown: AbstractSet[str], asked: _Asked, *, is_from_ten: bool
) -> set[str]:
    """Return the groups in which nobody has more than half of what arrived, nor of what the whole town hall leaves."""
    parts = {name: amount.by for name, amount in amounts.items()}
    dominated = {
        group
        for name, by in parts.items()
        for group in shown - asked.few[name]
        if is_dominated(by[group].values())
    }
    if TOWN not in shown - dominated - asked.blocked:
        return set()
    totals = Counter[str]()
    for amount in amounts.values():
        totals.update({group: much for group, much in amount.late.items() if group != TOWN})
    totals.update(dict.fromkeys(shown - {TOWN}, 0))
    hidden: dict[str, Reason] = dict.fromkeys(
        sorted((totals.keys() - shown) | dominated | asked.blocked), "dominance"
    )
    few = frozenset[str]().union(*asked.few.values())
    covered = (
        suppress_secondary(hidden, parts, totals, few, is_from_ten=is_from_ten) if hidden else {}
    )
    return set(shown) - covered.keys()


def _leave_open(
    before: Counts, after: Counts, *, is_few: bool, one_a_day: int | None = None
) -> bool:
    """Whether two successive cells of a group leave open three differences; if little arrived, zero among them.

    Three differences must also remain for a reader who knows that nobody does the thing twice a day, as long as that
    can be true: as many as there are person-days would be everybody on every day.
    """
    least, most = max(0, after.least - before.most), after.most - before.least
    likely = most if one_a_day is None or one_a_day < least else min(most, one_a_day)
    if likely - least < MIN_VALUES - 1:
        return False
    return not is_few or (least == 0 and most >= MIN_COUNT - 1)


def _rounded(shown: float) -> Counts:
    return Counts(least_rounded(shown), most_rounded(shown))


def printed_between(row: Mapping[str, Any]) -> Counts:
    """Return the bounds that a shown cell of printed sheets puts on the hidden count."""
    shown = int(row["high"])
    if row["low"] == 0:
        return Counts(0, MIN_COUNT - 1)
    least = min(least_rounded(shown), shown - MIN_COUNT // 2)
    return Counts(max(MIN_COUNT, least), max(most_rounded(shown), shown + MIN_COUNT // 2 - 1))
