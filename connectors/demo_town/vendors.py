"""Which vendors the demo town can have: those that the vendors' folders declare in their `demo`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.choice import Choice
from connectors.vendors.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from connectors.demo_town.for_vendors.contract import DemoVendor

DEFAULT = ("google", "nextcloud", "bigbluebutton", "cups", "papercut", "ricoh")
"""What the demo shows: a town that chose what was free for each tool."""
PLAIN = ("google", "cups", "papercut")
"""A town that does everything with one vendor, and prints."""


class UnknownVendor(ValueError):
    """The town does not know such a vendor, or it was given none."""


@cache
def demo_vendors() -> Mapping[str, DemoVendor]:
    """Return name → declaration of every vendor there is, by their folders in alphabetical order."""
    folders = dict.fromkeys(".".join(kind.module.split(".")[:3]) for kind in KINDS.values())
    found: dict[str, DemoVendor] = {}
    for folder in folders:
        found |= import_module(f"{folder}.demo").VENDORS
    return found


def choose(vendors: Sequence[str], today: date) -> Choice:
    """Choose the vendors of a town; each counts once.

    Raises:
        UnknownVendor: names it, and those that there are.
    """
    there = demo_vendors()
    unknown = [vendor for vendor in vendors if vendor not in there]
    if unknown or not vendors:
        asked = repr(unknown[0]) if unknown else "none"
        raise UnknownVendor(f"the demo town has no vendor {asked}: choose of {', '.join(there)}")
    return Choice({vendor: there[vendor] for vendor in vendors}, today)
