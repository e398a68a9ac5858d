"""What somebody should look at now; with it the reference is whole.

The reference is the measures once more, from what GLOSSARY.md says and nothing else: plain Python, obviously
right and not fast. Each function says in its docstring the rule that it states, and returns the rows that
the mart of its name has to hold, with every column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.properties.reference.days import DAY, later
from tests.properties.reference.office import OfficeReference
from tests.properties.small_town import days_between

if TYPE_CHECKING:
    from tests.properties.reference.use import Row
    from tests.properties.small_town import Stream


class Reference(OfficeReference):
    """Every mart."""

    def alert(self) -> list[Row]:
        """Use down by a third against its last three months, a silent source; more paper is told from the release."""
        return [*self._use_fell(), *self._source_stale()]

    def _use_fell(self) -> list[Row]:
        """Against the rate of the three months before, taken together."""
        uses = {(row["section"], row["tool"], row["month"]): row for row in self.use_month()}
        found = []
        for (section, tool, month), row in uses.items():
            rate = self.rate(row)
            before = [uses.get((section, tool, later(month, -back))) for back in (1, 2, 3)]
            three = [one for one in before if one and one["assigned_days"]]
            if month == self.over and rate is not None and len(three) == 3:
                mean = sum(one["active_days"] for one in three) / sum(
                    one["assigned_days"] for one in three
                )
                if mean > 0 and rate <= mean * 2 / 3:
                    found.append(
                        _alert("use_fell", rate, mean, section=section, tool=tool, month=month)
                    )
        return found

    def _source_stale(self) -> list[Row]:
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
                found.append(_alert(kind, silent, None, source=source))
        return found


def _alert(kind: str, value: float, before: float | None, **about: Any) -> Row:  # noqa: ANN401 - what it is about
    places = dict.fromkeys(("section", "tool", "source", "month"))
    return {"kind": kind, **places, **about, "value": value, "before": before}
