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
    from tests.properties.reference.use import Row
    from tests.properties.small_town import Stream


class Reference(OfficeReference):
    """Every mart, and what is exact of the derived release tables."""

    def source_alert(self) -> list[Row]:
        """A source none of whose streams gave a day whole for three working days, since the last one that was.

        Where there never was one, the days since it was owed: by the launch, its first day and the settings.
        """
        sources: dict[str, list[Stream]] = {}
        for stream in self.town.streams:
            if stream.grain == "day" and stream.until is None:
                sources.setdefault(stream.source, []).append(stream)
        found = []
        for source, streams in sources.items():
            launch = self.town.launched_on
            owed = min(max(one.since, one.noted_on or launch, launch) for one in streams)
            known = [
                day
                for day in days_between(min(one.since for one in streams), self.today)
                if any(self.asked(one, day) and self.is_known((one,), day) for one in streams)
            ]
            start = known[-1] + DAY if known else owed
            silent = sum(self.is_working(day) for day in days_between(start, self.today))
            if silent >= 3:
                kind = "source_stale" if known else "source_absent"
                found.append({"kind": kind, "source": source, "value": silent})
        return found
