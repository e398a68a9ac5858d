"""Like-for-like comparison: which groups of an earlier month hold the same sections as a group today.

Every comparison of a section with another month calls `Succession.like_for_like` first. Sections are merged,
renamed, founded and split, and the set of merged small sections changes from quarter to quarter.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import pyarrow.compute as pc

from warehouse.months import month_end
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    import pyarrow as pa

REORGANISED = "reorganised"
"""Why there is no comparison: no groups of that month hold the same sections."""
_MERGED = "small_group"


class Succession:
    """The sections of a release, which section succeeded which, and which were merged as small."""

    def __init__(
        self, sections: Iterable[Mapping[str, Any]], merged: Mapping[date, AbstractSet[str]]
    ) -> None:
        """`sections`: rows of the table `section`. `merged`: month → the sections in 小規模課."""
        self._rows = {
            row["section"]: row for row in sections if row["section"] not in {SMALL, TOWN}
        }
        self._merged = merged
        self._heirs = {row["successor"] for row in self._rows.values()}
        founded = {
            row["from_on"]
            for code, row in self._rows.items()
            if row["from_on"] and code not in self._heirs
        }
        self._split = {
            code
            for code, row in self._rows.items()
            if row["to_on"] and row["to_on"] + timedelta(days=1) in founded
        }
        """Sections that may have been split: on the day after they ended, a section without a predecessor began."""
        self._reorganised = {SMALL, *self._heirs}.union(*merged.values()) | {
            code for code, row in self._rows.items() if row["successor"]
        }
        self._counted = cache(self._counted_on)
        self._held = cache(self._held_on)
        self.like_for_like = cache(self._like_for_like)

    @classmethod
    def of(cls, tables: Mapping[str, pa.Table]) -> Self:
        """Read it from the tables of a release; without a table `section`, nothing was merged."""
        merged: dict[date, set[str]] = defaultdict(set)
        for table in tables.values():
            if {"section", "month", "withheld_because"} <= set(table.column_names):
                hidden = table.filter(pc.equal(table["withheld_because"], _MERGED))
                found = hidden.group_by(["section", "month"]).aggregate([])
                for row in found.to_pylist():
                    merged[row["month"]].add(row["section"])
        sections = tables["section"].to_pylist() if "section" in tables else []
        return cls(sections, merged)

    def _like_for_like(self, group: str, now: date, then: date) -> tuple[str, ...] | None:
        """Return the groups whose sum in the month `then` covers the sections that `group` has in `now`.

        Usually this is the group itself, with the sections it has absorbed since. None where no such groups exist:
        in a month in the middle of which a section ended, for 小規模課 with other members, for a section
        that was merged with others as small, and for one that may have been split. A member that began later
        is included: it has no value in `then`.
        """
        if group == TOWN or now == then or group not in self._reorganised:
            return (group,)
        held = self._held(now, now).get(group, set())
        if held != self._held(now, month_end(now)).get(group, set()):
            return None
        days = (then, month_end(then))
        begun = {one for one in held if not self._began_as_heir(one, then)}
        groups = {self._group(one, then, day) for one in begun for day in days}
        there = {
            one for day in days for at in groups for one in self._held(then, day).get(at, {at})
        }
        others = {one for one in there - held if not self._began_as_heir(one, now)}
        moved = {
            one for one in begun | there if self._counted(one, now) != self._counted(one, days[1])
        }
        is_small_alike = group != SMALL or groups == {SMALL}
        if not groups or others or moved & self._split or not is_small_alike:
            return None
        return tuple(sorted(groups))

    def is_reorganised(self, group: str) -> bool:
        """Whether the group's sections may ever have differed between months."""
        return group in self._reorganised

    def alike_from(self, group: str, now: date, months: Sequence[date]) -> date:
        """Return the first of these months (in order) since which the group has had the sections it has in `now`."""
        before = [month for month in months if month < now]
        unlike = (month for month in reversed(before) if not self.is_same(group, now, month))
        last = next(unlike, None)
        return next((month for month in before if last is None or month > last), now)

    def is_same(self, group: str, now: date, then: date) -> bool:
        """Whether the group had the same sections in both months, which is what a comparison of rates requires."""
        return self.like_for_like(group, now, then) == (group,)

    def section_on(self, section: str, day: date) -> str:
        """Return the section that this one counts as on a day: itself or its successor."""
        return self._counted(section, day)

    def group_on(self, section: str, day: date) -> str:
        """Return the group in which the section is shown on a day: itself, its successor, or 小規模課."""
        return self._group(section, day.replace(day=1), day)

    def is_new(self, section: str, then: date) -> bool:
        """Whether the section entered the roster only after the month."""
        row = self._rows.get(section)
        return bool(row and row["from_on"] and row["from_on"] > month_end(then))

    def _held_on(self, month: date, day: date) -> dict[str, set[str]]:
        """Return group → the sections counted in it on a day of a month."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self._rows.keys() | self._merged.get(month, set()):
            found[self._group(one, month, day)].add(one)
        return found

    def _group(self, section: str, month: date, day: date) -> str:
        counted = self._counted(section, day)
        return SMALL if counted in self._merged.get(month, ()) else counted

    def _counted_on(self, section: str, day: date) -> str:
        chain = [section]
        while len(chain) <= len(self._rows):
            row = self._rows.get(chain[-1])
            if not row or not row["successor"] or not row["to_on"] or row["to_on"] >= day:
                break
            chain.append(row["successor"])
        return chain[-1]

    def _began_as_heir(self, section: str, month: date) -> bool:
        """Whether the section began after a month as the successor of others, which are compared in its place."""
        return section in self._heirs and self.is_new(section, month)
