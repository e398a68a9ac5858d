"""Finds the vendors that the demo town can have: those that the vendors' folders declare in their `demo`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.choice import ChosenVendors
from connectors.vendors.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from connectors.demo_town.for_vendors.contract import DemoVendor

DEFAULT = ("google", "nextcloud", "bigbluebutton", "cups", "papercut", "ricoh")
"""Vendors of the demo by default: a town that chose a free product for each tool."""
PLAIN = ("google", "cups", "papercut")
"""Vendors of a town that uses one vendor for every tool, and prints."""


class UnknownVendor(ValueError):
    """A requested vendor does not exist, or no vendor was requested."""


@cache
def demo_vendors() -> Mapping[str, DemoVendor]:
    """Return the declaration of every vendor by its name; their folders are in alphabetical order."""
    folders = dict.fromkeys(".".join(kind.module.split(".")[:3]) for kind in KINDS.values())
    found: dict[str, DemoVendor] = {}
    for folder in folders:
        found |= import_module(f"{folder}.demo").VENDORS
    return found


def choose(vendors: Sequence[str], today: date) -> ChosenVendors:
    """Return the choice of a town's vendors; a name given twice counts once.

    Raises:
        UnknownVendor: a vendor does not exist, or none is given; the message lists the existing ones.
    """
    there = demo_vendors()
    unknown = [vendor for vendor in vendors if vendor not in there]
    if unknown or not vendors:
        asked = repr(unknown[0]) if unknown else "none"
        raise UnknownVendor(f"the demo town has no vendor {asked}: choose of {', '.join(there)}")
    return ChosenVendors({vendor: there[vendor] for vendor in vendors}, today)
