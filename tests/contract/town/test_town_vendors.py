"""A town with every vendor at once: each tells its sections' share, no more, and together all of it."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from connectors.contract.shapes import HANDLING_ACTIONS, USE_ACTIONS
from connectors.demo_town import expected as truth
from connectors.demo_town import simulate_town
from connectors.demo_town.simulate.sections import CHARACTERS
from connectors.demo_town.vendors import DEFAULT, UnknownVendor, choose
from connectors.vendors.registry import KINDS, module_of
from tests.contract.town.every_vendor import IN_TURN, TODAY, USING, VENDORS

if TYPE_CHECKING:
    from tests.contract.town.every_vendor import EveryVendor

# The towns of conftest.py are read once.
pytestmark = pytest.mark.xdist_group("every_vendor")

FILES = ("google", "nextcloud", "samba", "windows_files", "lineworks_drive")
"""The vendors that name the file."""


FILE, ASKED = {"file", "files"}, {"endpoint", "devices"}


def test_every_way_into_every_kind_of_source_is_answered_by_the_town(
    main_town: EveryVendor, further_town: EveryVendor
) -> None:
    """Whoever adds a connector, or to one a further way in, lets the town answer for it."""
    owed = {
        (kind, how)
        for kind in KINDS
        for how, settings in (("by file", FILE), ("asked", ASKED))
        if settings & module_of(kind).Settings.model_fields.keys()
    }
    told = {
        (
            source.kind,
            "by file" if getattr(source, "files", ()) or hasattr(source, "file") else "asked",
        )
        for town in (main_town, further_town)
        for source in town.settings.sources
    }
    assert owed == told
    assert {kind for kind, _ in owed} == KINDS.keys()


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_vendor_is_named_where_one_looks_for_it(vendor: str) -> None:
    """In the program's help, with what it tells of, and in the message about a wrong name."""
    assert VENDORS[vendor].about
    with pytest.raises(UnknownVendor, match=vendor):
        choose(["nobody"], TODAY)


@pytest.mark.parametrize("vendor", USING)
def test_each_vendor_tells_exactly_its_share(every: EveryVendor, vendor: str) -> None:
    """Day, person and tool of every active day, through the vendor's own form and connector."""
    found = {
        (row["day_on"], every.people[row["staff"]], row["tool"])
        for row in every.told(vendor)
        if row["action"] in USE_ACTIONS and row["staff"] is not None
    }
    expected = truth.active_days(every.town, [vendor])
    assert len(expected) > 20
    assert found == expected


@pytest.mark.parametrize("vendor", FILES)
def test_each_tells_each_handling_once(every: EveryVendor, vendor: str) -> None:
    """Person, file and day, by section and month, as the documents of the paper page count them."""
    handled = {
        (row["day_on"], every.people[row["staff"]], row["document"])
        for row in every.told(vendor)
        if row["tool"] == "files" and row["action"] in HANDLING_ACTIONS and row["staff"]
    }
    sections = truth.assigned(every.town)
    found = Counter(
        (sections[on][who], on.replace(day=1)) for on, who, _ in handled if who in sections[on]
    )
    expected = truth.handling_months(every.town, [vendor])
    assert sum(expected.values()) > 100
    assert found == expected


def test_no_section_works_with_files_at_two_vendors(every: EveryVendor) -> None:
    """No file of a person and day stands in two of the logs."""
    there = [vendor for vendor in FILES if vendor in every.town.choice.vendors]
    assert len(there) > 1, "a section of one vendor alone cannot be at two"
    files = {
        vendor: {cell for cell in truth.active_days(every.town, [vendor]) if cell[2] == "files"}
        for vendor in there
    }
    assert [vendor for vendor, days in files.items() if not days] == []
    for one, other in combinations(files.values(), 2):
        assert not one & other


def test_the_same_people_do_the_same_with_other_vendors(every: EveryVendor) -> None:
    """Vendors only tell: the days of a town are those of the same town with others."""
    assert simulate_town(11, 4, TODAY, DEFAULT).days == every.town.days


def test_each_section_has_one_vendor_a_tool(every: EveryVendor) -> None:
    """Taken in turn; where nobody serves a tool, nobody tells."""
    at_ms = 10**15
    holders = {
        vendor
        for character in CHARACTERS
        if (vendor := every.town.choice.of("files", character.code, at_ms))
    }
    assert holders == {"google", "microsoft", "nextcloud", "samba", "windows_files"}
    printers = {every.town.choice.print_server(character.code) for character in CHARACTERS}
    assert printers == {name for name in IN_TURN if "printing" in VENDORS[name].tools}
    alone = choose(["nextcloud"], TODAY)
    assert alone.of("chat", "soumu", at_ms) is None
    assert alone.of("files", "soumu", 0) == "nextcloud"
    assert alone.print_server("soumu") is None


def test_a_vendor_that_names_nobody_gives_no_curve() -> None:
    """Counts of sections and of the whole town hall stand beside the curves."""
    assert choose(["mattermost", "jitsi", "nextcloud"], TODAY).tools == ("files",)


def test_an_unknown_vendor_is_refused() -> None:
    """By name, with those that there are."""
    with pytest.raises(UnknownVendor, match=r"'nobody'.*slack"):
        choose(["google", "nobody"], TODAY)
