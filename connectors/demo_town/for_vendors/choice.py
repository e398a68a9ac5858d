"""Which vendor a section works with: each tool of each section has one, so that nothing is told twice.

Where several vendors serve a tool, the sections take them in turn. A vendor that answers for a few
weeks only is one to which its sections moved when its reach begins; before, they worked with the first
vendor that answers for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from connectors.demo_town.simulate.habits import TOOLS
from connectors.demo_town.simulate.sections import CHARACTERS
from connectors.demo_town.simulate.workdays import DAY_MS, midnight_ms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from connectors.demo_town.for_vendors.contract import DemoVendor

_TOKYO_MS = 9 * 3_600_000


@dataclass(frozen=True)
class Choice:
    """The vendors chosen for a town, in order."""

    declared: Mapping[str, DemoVendor]
    """Each chosen vendor with its declaration."""
    today: date

    @property
    def vendors(self) -> tuple[str, ...]:
        """The names of the chosen vendors, in order."""
        return tuple(self.declared)

    @cached_property
    def tools(self) -> tuple[str, ...]:
        """The tools of which some vendor tells by person, so that they have a curve."""
        served = {
            tool
            for vendor in self.vendors
            for tool in self.declared[vendor].tools
            if self.declared[vendor].names_people
        }
        return tuple(tool for tool in TOOLS if tool in served)

    def since(self, vendor: str, first: date) -> date:
        """Return the first day that a vendor tells of, in a period that begins with `first`."""
        reach = self.declared[vendor].reach_days
        if reach is None:
            return first
        return max(first, type(first).fromordinal(self.today.toordinal() - reach))

    def of(self, tool: str, section: str, at_ms: int) -> str | None:
        """Return the vendor that tells what a section did with a tool at that time; None if none does.

        Whoever belongs to no section comes in where Google is, or not at all.
        """
        holders = self._holders[tool]
        if not holders:
            return None
        if not section:
            return "google" if "google" in holders.values() else None
        holder = holders[section]
        return holder if at_ms >= self._begins[holder] else self._before[tool]

    def sections(self, vendor: str) -> tuple[str, ...]:
        """Return the sections that work with a vendor since its reach began."""
        return tuple(
            character.code
            for character in CHARACTERS
            if any(self._holders[tool].get(character.code) == vendor for tool in TOOLS)
        )

    def print_server(self, section: str) -> str | None:
        """Return who tells of what a section prints: sections take the vendors in turn."""
        return self._holders["printing"].get(section)

    def is_alone(self, vendor: str) -> bool:
        """Whether the vendor tells of everything that staff do with any tool."""
        others = [other for other in self.vendors if other != vendor]
        return self.declared[vendor].reach_days is None and not any(
            tool in self.declared[other].tools for other in others for tool in TOOLS
        )

    @cached_property
    def _holders(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for tool in (*TOOLS, "printing"):
            serving = [vendor for vendor in self.vendors if tool in self.declared[vendor].tools]
            found[tool] = {
                character.code: serving[place % len(serving)]
                for place, character in enumerate(CHARACTERS)
                if serving
            }
        return found

    @cached_property
    def _before(self) -> dict[str, str | None]:
        return {
            tool: next(
                (
                    vendor
                    for vendor in self.vendors
                    if tool in self.declared[vendor].tools
                    and self.declared[vendor].reach_days is None
                ),
                None,
            )
            for tool in self._holders
        }

    @cached_property
    def _begins(self) -> dict[str, int]:
        midnight = midnight_ms(self.today)
        return {
            name: -(10**18)
            if vendor.reach_days is None
            else midnight - vendor.reach_days * DAY_MS + vendor.has_utc_days * _TOKYO_MS
            for name, vendor in self.declared.items()
        }
