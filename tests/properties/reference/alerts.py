"""Sources that are silent; with them the reference is whole.

The reference is the measures once more, from what GLOSSARY.md says and nothing else: plain Python, obviously
right and not fast. Each function says in its docstring the rule that it states, and returns the rows that
the mart, or the derived release table, of its name has to hold, with every column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.properties.reference.days import DAY
from tests.properties.reference.office import OfficeReference
from tests.properties.small_town import days_between

if TYPE_CHECKING:
    from datetime import date

    from tests.properties.reference.use import Row
    from tests.properties.small_town import Stream


class Reference(OfficeReference):
    """Every mart, and what is exact of the derived release tables."""

    def source_alert(self) -> list[Row]:
        """A source that gave no day whole for three working days on which it was owed, since the last one that it gave.

        Where it never gave one, those since it was owed: by the launch, its first day and the settings. A source that
        owes nothing any more is not silent.
        """
        found = []
        for source in {one.source for one in self.town.streams if one.until is None}:
            streams = [one for one in self.town.streams if one.source == source]
            days = days_between(min(one.since for one in streams), self.today)
            owing = [day for day in days if any(self.asked(one, day) for one in streams)]
            known = [
                day
                for day in owing
                if any(self.asked(one, day) and self.is_known((one,), day) for one in streams)
            ]
            start = known[-1] + DAY if known else self._owed_from(streams)
            silent = sum(self.is_working(day) for day in owing if day >= start)
            if silent >= 3:
                kind = "source_stale" if known else "source_absent"
                found.append({"kind": kind, "source": source, "value": silent})
        return found

    def _owed_from(self, streams: list[Stream]) -> date:
        """The first day that a stream still asked for is owed, and never one before the launch."""
        launch = self.town.launched_on
        going_on = (one for one in streams if one.until is None)
        return min(max(one.since, one.noted_on or launch, launch) for one in going_on)
