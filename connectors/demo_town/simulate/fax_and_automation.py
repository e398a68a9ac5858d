"""Simulates monthly counts of machine work in the sections: sheets sent and received by FAX, and automated work."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from connectors.demo_town.simulate.sections import CHARACTER_OF
from connectors.demo_town.simulate.workdays import month_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from connectors.demo_town.simulate.days import Day

_FAX_A_JOB = 0.12
"""FAX sheets per print job: a section that keeps to paper keeps to FAX."""
_RUNS_A_USE = 0.02
"""Automated runs per use of the tools, in the sections that have automation."""
_MINUTES_A_RUN = 12
_AUTOMATED = ("zeimu", "choumin", "kikaku")


class MachineWork(NamedTuple):
    """One line of the book of FAXes or of automation; `hours` is None if the book records none."""

    what: str
    month: date
    section: str
    amount: int
    hours: float | None


def simulate_fax_and_automation(
    seed: int, days: Sequence[Day], running: date
) -> tuple[MachineWork, ...]:
    """Return a line per section and whole month: FAX falls with printing, automation grows with the tools.

    `running` is the first day of the current month, which is left out.
    """
    jobs: Counter[tuple[date, str]] = Counter()
    uses: Counter[tuple[date, str]] = Counter()
    for day in days:
        jobs.update((month_of(day.on), job.section) for job in day.jobs)
        uses.update((month_of(day.on), act.section) for act in day.acts)
    rng = Random(f"{seed}/routines")  # noqa: S311 - a simulation, not a secret
    lines = []
    for (month, section), count in sorted(jobs.items()):
        if month < running and section in CHARACTER_OF:
            sheets = round(count * _FAX_A_JOB * rng.uniform(0.8, 1.2))
            lines.append(MachineWork("fax", month, section, sheets, None))
            if section in _AUTOMATED:
                runs = round(uses[month, section] * _RUNS_A_USE)
                hours = round(runs * _MINUTES_A_RUN / 60, 1)
                lines.append(MachineWork("automation", month, section, runs, hours))
    return tuple(lines)
