"""Which vendor a section works with: each tool of each section has one, so that nothing is told twice.

Where several vendors serve a tool, the sections take them in turn. A vendor that answers for a few
weeks only is one to which its sections moved when its reach begins; before, they worked with the first
vendor that answers for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from connectors.demo_town.simulate.sections import CHARACTERS
from connectors.demo_town.simulate.workdays import DAY_MS, midnight_ms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_TOKYO_MS = 9 * 3_600_000


class Vendor(NamedTuple):
    """What a vendor serves, through which kind of source, and how far back it answers."""

    kind: str
    """As in `connectors.vendors.registry`."""
    tools: tuple[str, ...]
    reach_days: int | None = None
    has_utc_days: bool = False
    names_people: bool = True
    """False: it counts for a section or the whole town hall, so that it gives no curve."""


_OFFICE = ("files", "chat", "meetings", "calendar")
VENDORS = {
    "google": Vendor("google_workspace", _OFFICE),
    "microsoft": Vendor("microsoft_365", _OFFICE, 27, has_utc_days=True),
    "lineworks": Vendor("line_works", ("chat",), 180),
    "lineworks_saved": Vendor("line_works", ("chat",)),
    "lineworks_drive": Vendor("line_works", ("files",), 180),
    "slack": Vendor("slack", ("chat",)),
    "slack_members": Vendor("slack_members", ("chat",), has_utc_days=True, names_people=False),
    "mattermost": Vendor("mattermost", ("chat",), 30, names_people=False),
    "logochat": Vendor("mapped_csv", ("chat",)),
    "cybozu": Vendor("cybozu", ("chat", "calendar")),
    "nextcloud": Vendor("nextcloud", ("files",)),
    "nextcloud_people": Vendor("nextcloud", ("files",), 1, names_people=False),
    "samba": Vendor("samba", ("files",)),
    "windows_files": Vendor("windows_files", ("files",)),
    "zoom": Vendor("zoom", ("meetings",)),
    "zoom_api": Vendor("zoom", ("meetings",), 174),
    "bigbluebutton": Vendor("bigbluebutton", ("meetings",)),
    "jitsi": Vendor("jitsi", ("meetings",), names_people=False),
    "cups": Vendor("cups", ("printing",)),
    "papercut": Vendor("papercut", ("printing",)),
    "windows_print": Vendor("windows_print", ("printing",)),
    "universal_print": Vendor("universal_print", ("printing",)),
    "universal_print_api": Vendor("universal_print", ("printing",)),
    "fujifilm": Vendor("copier_log", ("printing",)),
    "ricoh": Vendor("copier_log", ("printing",)),
    "canon": Vendor("copier_log", ("printing",)),
    "sharp": Vendor("copier_log", ("printing",)),
    # Counters stand beside the print logs: they tell of the same paper and are never added to it.
    "snmp": Vendor("snmp", (), names_people=False),
}
DEFAULT = ("google", "nextcloud", "bigbluebutton", "cups", "papercut", "ricoh")
"""What the demo shows: a town that chose what was free for each tool."""
PLAIN = ("google", "cups", "papercut")
"""A town that does everything with one vendor, and prints."""


class UnknownVendor(ValueError):
    """The town does not know such a vendor, or it was given none."""


@dataclass(frozen=True)
class Choice:
    """The vendors chosen for a town, in order."""

    vendors: tuple[str, ...]
    today: date

    @cached_property
    def tools(self) -> tuple[str, ...]:
        """The tools of which some vendor tells by person, so that they have a curve."""
        served = {
            tool
            for vendor in self.vendors
            for tool in VENDORS[vendor].tools
            if VENDORS[vendor].names_people
        }
        return tuple(tool for tool in _OFFICE if tool in served)

    def since(self, vendor: str, first: date) -> date:
        """Return the first day that a vendor tells of, in a period that begins with `first`."""
        reach = VENDORS[vendor].reach_days
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
            if any(self._holders[tool].get(character.code) == vendor for tool in _OFFICE)
        )

    def print_server(self, section: str) -> str | None:
        """Return who tells of what a section prints: sections take the vendors in turn."""
        return self._holders["printing"].get(section)

    def is_alone(self, vendor: str) -> bool:
        """Whether the vendor tells of everything that staff do with any tool."""
        others = [other for other in self.vendors if other != vendor]
        return VENDORS[vendor].reach_days is None and not any(
            tool in VENDORS[other].tools for other in others for tool in _OFFICE
        )

    @cached_property
    def _holders(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for tool in (*_OFFICE, "printing"):
            serving = [vendor for vendor in self.vendors if tool in VENDORS[vendor].tools]
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
                    if tool in VENDORS[vendor].tools and VENDORS[vendor].reach_days is None
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
            for name, vendor in VENDORS.items()
        }


def choose(vendors: Sequence[str], today: date) -> Choice:
    """Choose the vendors of a town; each counts once.

    Raises:
        UnknownVendor: names it, and those that there are.
    """
    chosen = tuple(dict.fromkeys(vendors))
    unknown = [vendor for vendor in chosen if vendor not in VENDORS]
    if unknown or not chosen:
        asked = repr(unknown[0]) if unknown else "none"
        raise UnknownVendor(f"the demo town has no vendor {asked}: choose of {', '.join(VENDORS)}")
    return Choice(chosen, today)
