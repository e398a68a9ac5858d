"""What `hirogari check` looks at: roster, key, each source, and how many accounts match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract import Finding
from connectors.errors import Mendable
from connectors.registry import module_of
from connectors.roster import read_roster
from warehouse.sources import read_match_shares
from warehouse.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.settings import Settings

FEW_MATCHES = 0.9
"""Below this share of rows explained by the roster, curves say little about sections."""


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield one finding for each thing looked at; nothing is landed or changed."""
    yield Finding(is_ok=True, thing="settings", place=str(settings.file))
    yield from _roster(settings)
    for source in settings.sources:
        try:
            yield from module_of(source.kind).connect(source).check()
        except Mendable as error:
            yield Finding(
                is_ok=False, thing=error.thing, place=error.place, next_step=error.next_step
            )
    yield from _matches(settings)


def _roster(settings: Settings) -> Iterator[Finding]:
    try:
        roster = read_roster(settings.staff, settings.sections)
    except Mendable as error:
        yield Finding(is_ok=False, thing=error.thing, place=error.place, next_step=error.next_step)
        return
    counts = f"roster: {roster.staff_count} staff, {len(roster.sections)} sections"
    yield Finding(is_ok=True, thing=counts, place=str(settings.staff))
    codes = {section.section for section in roster.sections}
    named = {
        "[targets.section]": {one.section for one in settings.measures.targets if one.section},
        "[handover] leads": {section for section, _ in settings.measures.leads},
    }
    for place, sections in named.items():
        for section in sorted(sections - codes):
            yield Finding(
                is_ok=False,
                thing=f"there is no section {section!r}",
                place=f"{settings.file}, {place}",
                next_step="one of: " + ", ".join(sorted(codes)),
            )


def _matches(settings: Settings) -> Iterator[Finding]:
    """How many rows of each source a roster line explains, once something has been read."""
    if not settings.warehouse.exists():
        return
    with open_store(settings.warehouse, read_only=True) as store:
        for source, share in read_match_shares(store):
            yield Finding(
                is_ok=share >= FEW_MATCHES,
                thing=f"{share:.0%} of rows match the roster",
                place=f"source {source}",
                next_step="add the missing addresses and account names to the roster's accounts",
            )
