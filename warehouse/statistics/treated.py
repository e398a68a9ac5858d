"""Decides which sections count as treated and as untreated by a training or action, when sections end or merge.

An ended section and its successor are one *line* of the comparison; the line's rate in a month is the rate of all its
sections of that month. A line is left out, as neither treated nor untreated, if only a part of it was treated first
or if that is unknown. This module estimates nothing: `effect.py` does.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class MonthlyUse(NamedTuple):
    """The use of one section in one month."""

    weight: float | None
    """The rate's denominator (people or person-days); None if unknown."""
    rate: float | None
    """The use rate (0 to 1); None if unknown."""


class Treatment(NamedTuple):
    """A training or an action, as booked."""

    section: str | None
    """The section; None for the whole town hall."""
    month: int
    """Index of the month in the panel; negative before the panel's first month."""
    is_sure: bool = True
    """False if it is only known that one of several sections was treated."""


class Compared(NamedTuple):
    """The input of a comparison (`effect.find_effect`)."""

    rates: dict[str, list[float | None]]
    """Line → its rate in each month, None if unknown."""
    treated_in: dict[str, int]
    """Line → index of the month in which it was first treated, as a whole."""
    left_out: int
    """Number of lines left out, because only a part, or perhaps a part, was treated first."""


def lay_out(
    panel: Mapping[str, Mapping[int, MonthlyUse]],
    months: int,
    chains: Mapping[str, Sequence[str]],
    treatments: Iterable[Treatment],
) -> Compared:
    """Return the rates by line, without lines that are neither treated nor untreated.

    Args:
        panel: section → index of the month (from 0) → its use; absent for months without people in the section.
        months: number of months in the panel.
        chains: section → itself and its successors in order, up to today.
        treatments: all bookings; those after the last month are ignored as future ones.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for section in panel:
        members[_chain(chains, section)[-1]].append(section)
    booked = [one for one in treatments if one.month < months]
    rates: dict[str, list[float | None]] = {}
    treated_in: dict[str, int] = {}
    for line, sections in members.items():
        mine = [
            one for one in booked if one.section is None or _chain(chains, one.section)[-1] == line
        ]
        first = min((one.month for one in mine), default=None)
        if first is not None:
            there = {one for one in sections if max(first, 0) in panel[one]}
            if not _is_whole([one for one in mine if one.month == first], there, chains):
                continue
            treated_in[line] = first
        rates[line] = [
            _rate([panel[one][month] for one in sections if month in panel[one]])
            for month in range(months)
        ]
    return Compared(rates, treated_in, len(members) - len(rates))


def _chain(chains: Mapping[str, Sequence[str]], section: str) -> Sequence[str]:
    return chains.get(section, (section,))


def _is_whole(
    treatments: Sequence[Treatment], there: set[str], chains: Mapping[str, Sequence[str]]
) -> bool:
    """Whether all sections of a line that existed in the month were treated in it."""
    covered: set[str] = set()
    for one in treatments:
        if not one.is_sure:
            return False
        covered |= there if one.section is None else _covered(one.section, there, chains)
    return there <= covered


def _covered(section: str, there: set[str], chains: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the sections that a booking means: if the named one did not exist, its predecessors or its successor."""
    if section in there:
        return {section}
    before = {one for one in there if section in _chain(chains, one)}
    return before or {next((one for one in _chain(chains, section) if one in there), section)}


def _rate(uses: Sequence[MonthlyUse]) -> float | None:
    """Return the weighted mean rate; None if a rate or weight is unknown."""
    if len(uses) == 1:
        return uses[0].rate
    weights = sum(one.weight or 0.0 for one in uses)
    if not weights or any(one.rate is None or one.weight is None for one in uses):
        return None
    return sum((one.weight or 0.0) * (one.rate or 0.0) for one in uses) / weights
