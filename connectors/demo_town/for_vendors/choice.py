"""Assigns a vendor to each tool of each section: exactly one at any time, so that no event is recorded twice.

If several vendors serve a tool, they are assigned to the sections in turn. If a vendor can answer only for a few weeks,
its sections moved to it at the start of those weeks; before, they used the first vendor without such a limit.
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
class ChosenVendors:
    """The vendors chosen for a town, in order."""

    declared: Mapping[str, DemoVendor]
    """Each chosen vendor → its declaration."""
    today: date

    @property
    def vendors(self) -> tuple[str, ...]:
        """The names of the chosen vendors, in order."""
        return tuple(self.declared)

    @cached_property
    def tools(self) -> tuple[str, ...]:
        """The tools that some vendor records by person, so that they have an adoption curve."""
        served = {
            tool
            for vendor in self.vendors
            for tool in self.declared[vendor].tools
            if self.declared[vendor].names_people
        }
        return tuple(tool for tool in TOOLS if tool in served)

    def since(self, vendor: str, first: date) -> date:
        """Return the first day that a vendor records, in a period that begins on `first`."""
        reach = self.declared[vendor].reach_days
        if reach is None:
            return first
        return max(first, type(first).fromordinal(self.today.toordinal() - reach))

    def of(self, tool: str, section: str, at_ms: int) -> str | None:
        """Return the vendor that records a section's use of a tool at a time (ms since 1970, UTC); None if none does.

        Actions of people without a section (outsiders) are recorded by a vendor that records outsiders, if one serves
        the tool.
        """
        holders = self._holders[tool]
        if not holders:
            return None
        if not section:
            return next(
                (one for one in holders.values() if self.declared[one].records_outsiders), None
            )
        holder = holders[section]
        return holder if at_ms >= self._begins[holder] else self._before[tool]

    def sections(self, vendor: str) -> tuple[str, ...]:
        """Return the codes of the sections to which a vendor is assigned, from the start of its reach on."""
        return tuple(
            character.code
            for character in CHARACTERS
            if any(self._holders[tool].get(character.code) == vendor for tool in TOOLS)
        )

    def print_server(self, section: str) -> str | None:
        """Return the vendor that records a section's print jobs; None if none does."""
        return self._holders["printing"].get(section)

    def is_alone(self, vendor: str) -> bool:
        """Whether the vendor records everything that staff do with any tool."""
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
