"""The demo town as a value: the simulated events, independent of how any vendor records them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.demo_town.simulate.days import Day
from connectors.demo_town.simulate.workdays import month_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from connectors.demo_town.for_vendors.choice import ChosenVendors
    from connectors.demo_town.simulate.actions import Action
    from connectors.demo_town.simulate.fax_and_automation import MachineWork
    from connectors.demo_town.simulate.habits import Training
    from connectors.demo_town.simulate.own_counts import OwnCount
    from connectors.demo_town.simulate.plan import PlanLine
    from connectors.demo_town.simulate.staff import Person, SectionLine
    from connectors.demo_town.simulate.tallies import TallyLine
    from connectors.demo_town.simulate.work_books import WorkBooks


@dataclass(frozen=True, slots=True)
class Purchase:
    """One line of the purchase book: the A4 sheets that a section bought in a month."""

    month: date
    section: str
    sheets: int


@dataclass(frozen=True, slots=True)
class DemoTown:
    """The simulated events of the demo town, and the vendors that record them."""

    seed: int
    name: str
    since: date
    """The first simulated day, the first of a month."""
    today: date
    """The day after the last simulated day."""
    launched_on: date
    """The day on which everyone got the tools, the first working day of the period."""
    staff: tuple[Person, ...]
    sections: tuple[SectionLine, ...]
    days: tuple[Day, ...]
    trainings: tuple[Training, ...]
    purchases: tuple[Purchase, ...]
    actions: tuple[Action, ...]
    plan: tuple[PlanLine, ...]
    tallies: tuple[TallyLine, ...]
    fax_and_automation: tuple[MachineWork, ...]
    own_counts: tuple[OwnCount, ...]
    work_books: WorkBooks
    lost_on: date
    """The working day whose PaperCut file is missing."""
    choice: ChosenVendors
    """The town's vendors."""

    @property
    def months(self) -> tuple[date, ...]:
        """The whole months of the period, and the current one if one of its days is simulated."""
        return tuple(sorted({month_of(day.on) for day in self.days}))

    def share_of(self, vendor: str) -> Iterator[Day]:
        """Yield each day with only the acts and calls that this vendor records; print jobs are left out."""
        if vendor not in self.choice.vendors:
            return
        sections = {person.staff_no: person for person in self.staff}
        for day in self.days:
            if self.choice.is_alone(vendor):
                yield day._replace(jobs=[])
                continue
            acts = [
                act
                for act in day.acts
                if self.choice.of(act.tool, act.section, act.at_ms) == vendor
            ]
            # A meeting belongs to its organizer's section.
            calls = [
                call
                for call in day.calls
                if self.choice.of(
                    "meetings", sections[call.organizer].section_on(day.on) or "", call.joined_ms
                )
                == vendor
            ]
            yield Day(day.on, acts, calls, [])
