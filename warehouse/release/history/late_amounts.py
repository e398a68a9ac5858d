"""Amounts that arrived for a month after it was shown, by group and person, next to those that were there before."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from warehouse.release.release_context import belongs
from warehouse.release.tables.publication_lines import ANY_TOOL, is_of_tool, kind_of, source_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.history.gaps import NeedDays
    from warehouse.release.rules.dominance import By


class Amount(NamedTuple):
    """One quantity of one month: sheets, handlings, seconds and the like."""

    early: Counter[str]
    """Group → amount on the days that were there when the month was shown; amounts without a section count in the town
    only."""
    late: Counter[str]
    """Group → amount on the days that arrived later."""
    by: By
    """Group → person → amount on the days that arrived later."""
    days: tuple[date, ...]
    """The days that arrived later, in order, including days on which nobody did anything."""


def read_amounts(
    store: Store,
    line: str,
    month: date,
    groups: Mapping[str, str],
    arrived: Mapping[str, Sequence[date]],
) -> dict[str, Amount] | None:
    """Return each quantity of a line's month; None where the line has no daily records of people.

    Args:
        store: the warehouse.
        line: the line.
        month: its month.
        groups: section → group.
        arrived: need → the days that arrived after the month was shown.
    """
    judged = kind_of(line).late
    if judged is None:
        return None
    source = source_of(line)
    late = {(need, day_on) for need, own in arrived.items() for day_on in own}
    late |= {("", day_on) for _, day_on in late}
    return {
        name: _amount(
            _rows(store, table, column, need, month, source),
            groups,
            late,
            tuple(
                sorted(
                    {
                        day_on
                        for one, own in arrived.items()
                        if one.startswith(need.split("'")[1])
                        for day_on in own
                    }
                )
            ),
        )
        for name, need, table, column in judged.amounts
    }


_Row = tuple[str | None, str | None, str, "date", float | None]


def _rows(
    store: Store, table: str, column: str, need: str, month: date, source: str | None
) -> list[_Row]:
    of_source = "" if source is None else " and p.source = ?"
    return store.rows(
        f"select a.section, p.staff, {need} as need, p.day_on, sum(p.{column}) from {table} p "
        "left join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on "
        f"where date_trunc('month', p.day_on) = ?{of_source} group by all",
        [month, *([] if source is None else [source])],
    )


def _amount(
    rows: Sequence[_Row],
    groups: Mapping[str, str],
    arrived: AbstractSet[tuple[str, date]],
    days: tuple[date, ...],
) -> Amount:
    early, late = Counter[str](), Counter[str]()
    by: By = defaultdict(Counter)
    for section, staff, need, day_on, amount in rows:
        is_late = (need, day_on) in arrived
        for group in belongs(section, groups):
            (late if is_late else early)[group] += int(amount or 0)
            if is_late and staff is not None and section is not None:
                by[group][staff] += int(amount or 0)
    return Amount(early, late, by, days)


def is_distinguishable(
    line: str,
    gaps: Mapping[tuple[str, date], bool],
    arrived: Mapping[str, Sequence[date]],
    days: NeedDays,
) -> bool:
    """Whether all records of the arrived days are new, so that their difference hides nothing else.

    If part of a day had been read before, that part is no longer known. Uses of any tool are not kept by tool, so their
    days must have been missing for every tool.

    Args:
        line: the line.
        gaps: (need, day) that was incomplete when the month was shown → whether part of it had been read.
        arrived: need → the days that arrived since.
        days: the state of each need on each day.
    """
    if not arrived or any(gaps[need, day_on] for need, own in arrived.items() for day_on in own):
        return False
    if kind_of(line).users != ANY_TOOL:
        return True
    late = next(iter(arrived.values()))
    return all(
        list(arrived.get(need, ())) == [one for one in late if one in asked]
        for need, asked in days.items()
        if is_of_tool(need) and any(one in asked for one in late)
    )


def read_heads(store: Store, month: date, groups: Mapping[str, str]) -> Counter[str]:
    """Return group → people assigned on a working day of a month, on average."""
    found = Counter[str]()
    for section, heads in store.rows(
        "select section, assigned_days / (select count(*) from core.calendar where month = ? and is_working_day) "
        "from mart.work_month where month = ?",
        [month, month],
    ):
        for group in belongs(section, groups):
            found[group] += heads
    return found
