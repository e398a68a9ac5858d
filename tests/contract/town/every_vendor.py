"""A town with every vendor there is, read through the connectors of the settings that the demo writes for it."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import Retry, SkipPart
from connectors.contract.streams import TOKYO, Window
from connectors.demo_town import DemoTown, simulate_town
from connectors.demo_town.files import write_town_files
from connectors.demo_town.server import TownServer
from connectors.demo_town.vendors import demo_vendors
from connectors.roster.identity import Gate, Key
from connectors.roster.roster import read_roster
from connectors.vendors.registry import connect
from flows.demo_settings.settings import write_settings
from flows.settings.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from connectors.contract.streams import Connector, Stream
    from flows.settings.settings import Settings

TODAY = date(2026, 5, 13)
VENDORS = demo_vendors()
_LAST = ("google", "microsoft", "mattermost", "lineworks")
_FURTHER_WAYS = (
    "lineworks_drive", "nextcloud_people", "zoom_api", "universal_print_api", "lineworks_saved",
    "slack_members",
)  # fmt: skip
"""Further ways into what the first town has already."""
_ROOM = 7
"""More vendors of one tool than this would leave one of them without a section that stays."""


def _first_town() -> tuple[str, ...]:
    """Return its vendors in an order in which no vendor has only sections that begin after a year."""
    serving: Counter[str] = Counter()
    found = []
    others = (vendor for vendor in VENDORS if vendor not in {*_LAST, *_FURTHER_WAYS})
    for vendor in (*_LAST, *others):
        tools = [tool for tool in VENDORS[vendor].tools if tool != "printing"]
        if all(serving[tool] < _ROOM for tool in tools):
            serving.update(tools)
            found.append(vendor)
    return (*found[len(_LAST) :], *_LAST)


IN_TURN = _first_town()
FURTHER = (
    *_FURTHER_WAYS,
    *(vendor for vendor in VENDORS if vendor not in {*IN_TURN, *_FURTHER_WAYS}),
)
"""What has a town of its own, or sections would run out."""
TELLING = [name for name, vendor in VENDORS.items() if vendor.names_people]
PRINTING = [name for name, vendor in VENDORS.items() if "printing" in vendor.tools]
USING = [name for name in TELLING if name not in PRINTING]


class EveryVendor:
    """The town, and what each of its vendors tells."""

    def __init__(self, town: DemoTown, settings: Settings, server: TownServer) -> None:
        self.town, self.settings, self.server = town, settings, server
        self.gate = Gate(read_roster(settings.staff, settings.sections), Key(1, bytes(32)))
        self.told = cache(self._told)
        """Vendor → its rows behind Gate 1, all days, in slices as a night reads them."""

    @cached_property
    def people(self) -> dict[str | None, str | None]:
        """Pseudonym → staff number."""
        staff = {self.gate.staff_of(one.staff_no): one.staff_no for one in self.town.staff}
        return {None: None, **staff}

    def connector(self, vendor: str) -> Connector:
        """Build the connector of a vendor or a book, as the settings say."""
        declared = VENDORS.get(vendor)
        source = self.settings.source((declared and declared.source) or vendor)
        return connect(source, lambda: self.night(self.town.today))

    @staticmethod
    def night(day: date) -> datetime:
        """Return when the night that begins a day is read."""
        return datetime.combine(day, time(2, 30), TOKYO)

    def counters(self, night: date) -> list[dict[str, Any]]:
        """Read the printers' counters in the night that begins a day."""
        self.server.vendors["snmp"].night = night
        source = self.settings.source("counters")
        connector = connect(source, lambda: self.night(night))
        window = Window(night - timedelta(days=1), night)
        return self._slice(connector, connector.streams[0], window)

    def _told(self, vendor: str) -> list[dict[str, Any]]:
        connector = self.connector(vendor)
        found: list[dict[str, Any]] = []
        for stream in connector.streams:
            day = max(connector.first_day(stream) or self.town.since, self.town.since)
            while day < self.town.today:
                end = min(day + timedelta(days=min(stream.slice_days, 61)), self.town.today)
                found += self._slice(connector, stream, Window(day, end))
                day = end
        assert len({row["event"] for row in found}) == len(found)
        return found

    def _slice(self, connector: Connector, stream: Stream, window: Window) -> list[dict[str, Any]]:
        """Return one slice's rows; what broke off is asked for again."""
        for _ in range(3):
            rows: list[dict[str, Any]] = []
            with suppress(Retry):
                try:
                    for batch in connector.fetch(stream, window):
                        landed = self.gate.admit(stream, batch.rows, batch.day_on).to_pylist()
                        rows += [{"tool": "meetings", "action": "joined"} | row for row in landed]
                except SkipPart as error:
                    pytest.fail(f"a part of the town's own logs was not sound: {error}")
                return rows
        raise AssertionError("it broke off three times")


@contextmanager
def town_of(vendors: Sequence[str], out: Path) -> Iterator[EveryVendor]:
    """Raise a town of four months with these vendors, and serve it."""
    town = simulate_town(11, 4, TODAY, vendors)
    write_town_files(town, out / "town")
    with ExitStack() as open_:
        server = open_.enter_context(TownServer(town))
        server.write_access(out / "town")
        yield EveryVendor(town, load_settings(write_settings(out, TODAY)), server)
