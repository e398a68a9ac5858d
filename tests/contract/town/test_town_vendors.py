"""A town with every vendor at once: each tells its sections' share, no more, and together all of it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract import Window, day_of
from connectors.errors import Retry, SkipPart
from connectors.identity import Gate, Key
from connectors.registry import module_of
from connectors.roster import read_roster
from connectors.shapes import HANDLING_ACTIONS, USE_ACTIONS
from connectors.town import Town, raise_town, truth
from connectors.town.sections import CHARACTERS
from connectors.town.server import TownServer
from connectors.town.vendors import DEFAULT, VENDORS, UnknownVendor, choose
from flows.demo_settings import write_settings
from flows.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.configuration import SourceSettings
    from connectors.contract import Connector, Stream
    from flows.settings import Settings

TODAY = date(2026, 5, 13)
TELLING = [vendor for vendor in VENDORS if vendor not in {"cups", "papercut"}]
SOURCE_OF = {"nextcloud": "cloud", "samba": "share"}


@pytest.fixture(scope="module")
def town() -> Town:
    """Return a town of three months with every vendor there is."""
    return raise_town(11, 3, TODAY, tuple(VENDORS))


@pytest.fixture(scope="module")
def settings(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Serve the town, and read the settings that the demo would write for it."""
    out = tmp_path_factory.mktemp("demo")
    town.write(out / "town")
    with TownServer(town) as server:
        server.write_credentials(out / "town")
        yield load_settings(write_settings(out, server.url, TODAY))


@pytest.fixture(scope="module")
def told(town: Town, settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """Return what each vendor tells, behind Gate 1."""
    roster = read_roster(settings.staff, settings.sections)
    gate = Gate(roster, Key(1, bytes(32)))
    return {
        vendor: list(admitted(settings.source(SOURCE_OF.get(vendor, vendor)), gate, town))
        for vendor in TELLING
    }


def admitted(source: SourceSettings, gate: Gate, town: Town) -> Iterator[dict[str, Any]]:
    """Read all days in slices as a night does; what broke off is asked for again."""
    connector = module_of(source.kind).connect(source)
    for stream in connector.streams:
        day = max(connector.first_day(stream) or town.since, town.since)
        while day < town.today:
            end = min(day + timedelta(days=min(stream.slice_days, 7)), town.today)
            yield from slice_of(connector, stream, Window(day, end), gate)
            day = end


def slice_of(
    connector: Connector, stream: Stream, window: Window, gate: Gate
) -> list[dict[str, Any]]:
    """Return one slice's rows."""
    for _ in range(3):
        rows: list[dict[str, Any]] = []
        with suppress(Retry):
            try:
                for batch in connector.fetch(stream, window):
                    landed = gate.admit(stream, batch.rows, batch.day_on).to_pylist()
                    rows += [{"tool": "meetings", "action": "joined"} | row for row in landed]
            except SkipPart:
                pytest.fail("a part of the town's own logs was not sound")
            return rows
    raise AssertionError("it broke off three times")


def people(town: Town) -> dict[str, str]:
    """Return pseudonym → staff number."""
    key = Key(1, bytes(32))
    return {key.pseudonym(person.staff_no): person.staff_no for person in town.staff}


@pytest.mark.parametrize("vendor", TELLING)
def test_each_vendor_tells_exactly_its_share(
    town: Town, told: dict[str, list[dict[str, Any]]], vendor: str
) -> None:
    """Day, person and tool of every active day, through the vendor's own form and connector."""
    known = people(town)
    found = {
        (row["day_on"], known[row["staff"]], row["tool"])
        for row in told[vendor]
        if row["action"] in USE_ACTIONS and row["staff"] is not None
    }
    expected = truth.active_days(town, [vendor])
    assert len(expected) > 20
    assert found == expected


def test_together_they_tell_each_handling_once(
    town: Town, told: dict[str, list[dict[str, Any]]]
) -> None:
    """Files in Drive, Nextcloud and Samba: no document of a person and day stands in two of them."""
    known = people(town)
    handled = {
        vendor: {
            (row["day_on"], known[row["staff"]], row["document"])
            for row in told[vendor]
            if row["tool"] == "files" and row["action"] in HANDLING_ACTIONS and row["staff"]
        }
        for vendor in ("google", "nextcloud")
    }
    expected = {
        vendor: Counter(
            (day.on, act.who)
            for day in town.share_of(vendor)
            for act in {(one.who, one.thing): one for one in day.acts if one.verb in truth.HANDLED}.values()
            if act.tool == "files" and act.who in known.values()
        )
        for vendor in handled
    }  # fmt: skip
    for vendor, cells in handled.items():
        assert Counter((on, who) for on, who, _ in cells) == expected[vendor]
    days = {
        vendor: truth.active_days(town, [vendor]) for vendor in ("google", "nextcloud", "samba")
    }
    for one, other in combinations(days.values(), 2):
        both = {cell for cell in one & other if cell[2] == "files"}
        assert not both


def test_zoom_tells_each_meeting_and_its_guests(
    town: Town, told: dict[str, list[dict[str, Any]]]
) -> None:
    """Reconnects are rows of one meeting; guests are guests, rooms are nobody."""
    calls = [(day.on, call) for day in town.share_of("zoom") for call in day.calls]
    rows = told["zoom"]
    assert len(rows) == len(calls)
    assert len({row["meeting"] for row in rows}) == len({call.meeting for _, call in calls})
    assert sum(row["is_guest"] for row in rows) == sum(call.is_guest for _, call in calls)
    found = Counter(round((row["ended_at"] - row["started_at"]).total_seconds()) for row in rows)
    assert found == Counter(call.left_ms // 1000 - call.joined_ms // 1000 for _, call in calls)


def test_line_works_tells_each_message_once_though_downloads_break_off(
    town: Town, told: dict[str, list[dict[str, Any]]]
) -> None:
    """Every message sent, and none of what was said."""
    sent = [
        act
        for day in town.share_of("lineworks")
        for act in day.acts
        if act.verb == "message_posted" and day.on >= town.choice.since("lineworks", town.since)
    ]
    assert Counter(row["day_on"] for row in told["lineworks"]) == Counter(
        day_of(datetime.fromtimestamp(act.at_ms // 1000, UTC)) for act in sent
    )


def test_the_same_people_do_the_same_with_other_vendors(town: Town) -> None:
    """Vendors only tell: the days of a town are those of the same town with others."""
    assert raise_town(11, 3, TODAY, DEFAULT).days == town.days


def test_each_section_has_one_vendor_a_tool(town: Town) -> None:
    """Taken in turn; where nobody serves a tool, nobody tells."""
    at_ms = 10**15
    holders = {
        vendor
        for character in CHARACTERS
        if (vendor := town.choice.of("files", character.code, at_ms))
    }
    assert holders == {"google", "microsoft", "nextcloud", "samba"}
    alone = choose(["nextcloud"], TODAY)
    assert alone.of("chat", "soumu", at_ms) is None
    assert alone.of("files", "soumu", 0) == "nextcloud"
    with pytest.raises(UnknownVendor, match="'slack'"):
        choose(["google", "slack"], TODAY)
