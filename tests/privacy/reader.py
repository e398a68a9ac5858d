"""What somebody knows who has the roster and reads every release: no rule of the release is imported."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.privacy.published_lines import NOT_YET, Read, month_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from tests.privacy.solver import Places


class Reader:
    """Knows the roster, the working days, and every release so far."""

    is_whole = True
    """Each month was shown with all that was used in it, since the launch in the first of them."""

    def __init__(
        self,
        assignments: Iterable[tuple[str, str, date, date | None]],
        working_days: Callable[[date], list[date]],
    ) -> None:
        self.assignments = list(assignments)
        """Everyone there is, wherever they were; `roster` says which of it a month's numbers are of."""
        self.working_days = working_days
        self.lines: set[Read] = set()
        self.measured: dict[date, set[str]] = {}
        """Month → those with twelve weeks behind them who are surely counted in the whole town hall's numbers."""
        self.doubtful: dict[date, set[str]] = {}
        """Month → kinds of people who may not have been counted in it."""
        self.reasons: dict[tuple[str, date], dict[str, set[str]]] = {}
        """(table, month) → section → every reason that was ever given for it."""

    def roster(self, month: date) -> list[tuple[str, str, date, date | None]]:  # noqa: ARG002 - one for all months
        """Return the assignments that a month's numbers are of."""
        return self.assignments

    def read(self, lines: Iterable[Read]) -> None:
        """Remember a release."""
        self.lines |= (new := set(lines))
        # Until a month is shown its sections may still be grouped otherwise.
        later = {(line.table, line.month) for line in new if line.why in NOT_YET}
        for line in new:
            if line.why and (line.table, line.month) not in later:
                place = self.reasons.setdefault((line.table, line.month), {})
                place.setdefault(line.section, set()).add(line.why)

    def days_there(self, month: date) -> dict[str, dict[str, int]]:
        """Return section → person → working days there in the month."""
        days: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for staff, section, from_on, to_on in self.roster(month):
            for day in self.working_days(month):
                if from_on <= day and (to_on is None or day <= to_on):
                    days[section][staff] += 1
        return days

    def at_month_end(self, month: date) -> dict[str, str]:
        """Return who is in which section on the last day of the month."""
        last = month_end(month)
        return {
            staff: section
            for staff, section, from_on, to_on in self.roster(month)
            if from_on <= last and (to_on is None or last <= to_on)
        }

    def members(self, section: str, month: date, table: str, sections: set[str]) -> set[str]:
        """Return the sections behind a published one: itself, all, or those that show nothing themselves."""
        why = self.reasons.get((table, month), {})
        if section not in {"_town", "_small"}:
            return {section}
        small = {one for one in sections if "small_group" in why.get(one, ())}
        if section == "_small":
            return small
        # Whom no source reaches is in no number of the whole.
        away = {one for one in sections if "unserved" in why.get(one, ())}
        return sections - away - (small if "unserved" in why.get("_small", ()) else set())

    def group_kinds(self, months: list[date]) -> None:
        """Make people who were always together, day for day, one unknown: how many of them have begun."""
        days = {month: self.days_there(month) for month in months}
        paths: dict[str, list[object]] = defaultdict(list)
        for month in months:
            closing = self.at_month_end(month)
            for staff in {one[0] for one in self.assignments}:
                there = sorted(
                    (section, own[staff]) for section, own in days[month].items() if staff in own
                )
                paths[staff].append((closing.get(staff), *there))
        names: dict[tuple[object, ...], str] = {}
        self.kind = {staff: names.setdefault(tuple(path), staff) for staff, path in paths.items()}
        self.size: dict[str, int] = defaultdict(int)
        for kind in self.kind.values():
            self.size[kind] += 1

    def weights(
        self, at: Places, people: Iterable[tuple[str, float]], month: date
    ) -> dict[int, float]:
        """Return each person's weight on the unknown of their kind (all of one kind weigh the same)."""
        return {at[self.kind[staff], month]: weight for staff, weight in people}
