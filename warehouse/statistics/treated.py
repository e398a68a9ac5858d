"""Who had a training or an action and who had not, for a comparison of the two, when sections end.

An ended section counts as the one in which it lives on, on both sides: both are one *line* of the comparison, and
its rate in a month is that of all who were in it then. A line of which only a part was treated first is neither
treated nor untreated, and so is one of which that cannot be told: it is left out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Use(NamedTuple):
    """The use of one section in one month."""

    weight: float | None
    """People or person-days that the rate is of; None: not known."""
    rate: float | None
    """None where it is not known."""


class Treatment(NamedTuple):
    """A training or an action as it was booked."""

    section: str | None
    """None: the whole town hall."""
    month: int
    """Counted as the months of the panel are; before the first one it is negative."""
    is_sure: bool = True
    """False: it was one of several sections, and which is not told."""


class Compared(NamedTuple):
    """What a comparison needs."""

    rates: dict[str, list[float | None]]
    """Line → its rate in each month."""
    treated_in: dict[str, int]
    """Line → the month in which all of it was treated first."""
    left_out: int
    """Lines of which only a part, or perhaps a part, was treated first; they are not in `rates`."""


def lay_out(
    panel: Mapping[str, Mapping[int, Use]],
    months: int,
    chains: Mapping[str, Sequence[str]],
    treatments: Iterable[Treatment],
) -> Compared:
    """Lay out rates by line, without those that are neither treated nor untreated.

    Args:
        panel: section → month, counted from 0 → its use; a section without people has none.
        months: how many months there are.
        chains: section → itself and those that took it over, one after the other, as far as that has come.
        treatments: all that were booked; those after the last month are still to come.
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
    """Whether all sections of a line that were there in the month were treated in it."""
    covered: set[str] = set()
    for one in treatments:
        if not one.is_sure:
            return False
        covered |= there if one.section is None else _covered(one.section, there, chains)
    return there <= covered


def _covered(section: str, there: set[str], chains: Mapping[str, Sequence[str]]) -> set[str]:
    """Whom a book means by a section: those of today, if it names one that was founded later or had ended."""
    if section in there:
        return {section}
    before = {one for one in there if section in _chain(chains, one)}
    return before or {next((one for one in _chain(chains, section) if one in there), section)}


def _rate(uses: Sequence[Use]) -> float | None:
    """The rate of all of them together; None if one is not known."""
    if len(uses) == 1:
        return uses[0].rate
    weights = sum(one.weight or 0.0 for one in uses)
    if not weights or any(one.rate is None or one.weight is None for one in uses):
        return None
    return sum((one.weight or 0.0) * (one.rate or 0.0) for one in uses) / weights
