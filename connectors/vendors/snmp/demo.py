"""Demo printers that answer SNMP on loopback with their lifetime counters, as of the end of a day.

Three devices of three makers: two count impressions and one sheets. One had its controller replaced during the
period and started again at 0.
"""

from __future__ import annotations

import json
from datetime import timedelta
from socketserver import BaseRequestHandler, UDPServer
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from connectors.demo_town.for_vendors.contract import DemoVendor, Host, VendorServer
from connectors.demo_town.simulate.identifiers import random_int64

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from connectors.demo_town.for_vendors.town import DemoTown

COMMUNITY = "kasumizawa"
PORTS = "snmp-ports.json"
_COUNT = (1, 3, 6, 1, 2, 1, 43, 10, 2, 1, 4, 1, 1)
_UNITS = {"impressions": 7, "sheets": 8}


class DemoCopier(NamedTuple):
    """A section's copier: its maker, its unit, and whether its controller was replaced."""

    section: str
    maker: str
    unit: str
    is_replaced: bool = False


DEVICES = (
    DemoCopier("soumu", "fujifilm", "impressions"),
    DemoCopier("zeimu", "ricoh", "impressions", is_replaced=True),
    DemoCopier("kodomo", "canon", "sheets"),
)


def replaced_on(town: DemoTown) -> date:
    """Return the first day on which the replaced controller counted, starting at 0."""
    return town.since + timedelta(days=len(town.days) * 2 // 3)


def count_at(town: DemoTown, device: DemoCopier, night: date) -> int:
    """Return the counter in the night that begins `night`: everything up to the day before."""
    begins = replaced_on(town) if device.is_replaced and night > replaced_on(town) else None
    printed = sum(
        job.sheets if device.unit == "sheets" else job.impressions
        for day in town.days
        if day.on < night and (begins is None or day.on >= begins)
        for job in day.jobs
        if job.section == device.section
    )
    return printed if begins else printed + 100_000 + random_int64("life", device.section) % 400_000


class LifeCounters(VendorServer):
    """The SNMP agents of the devices; each listens on its own port."""

    def __init__(self, host: Host) -> None:
        """Reuse each device's previous port; a device without one takes any free port."""
        self.town = host.town
        self.night = host.town.today
        """The night in which the devices are queried."""
        known = host.folder / PORTS if host.folder else None
        before = json.loads(known.read_text("utf-8")) if known and known.exists() else {}
        self._agents = [_Agent(self, device, before.get(device.section, 0)) for device in DEVICES]
        self._threads = [
            Thread(target=agent.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            for agent in self._agents
        ]

    @property
    def files(self) -> Mapping[str, str]:
        """Section → port of its printer, kept so that a device has the same address every night."""
        ports = {agent.device.section: agent.server_address[1] for agent in self._agents}
        return {PORTS: json.dumps(ports)}

    @property
    def names(self) -> Mapping[str, str]:
        """The devices in the form of the settings."""
        listed = (
            f'{{ host = "127.0.0.1", port = {agent.server_address[1]}, maker = "{agent.device.maker}" }}'
            for agent in self._agents
        )
        return {"devices": ", ".join(listed)}

    def start(self) -> None:
        """Start every agent."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop every agent."""
        for agent, thread in zip(self._agents, self._threads, strict=True):
            agent.shutdown()
            thread.join()
            agent.server_close()


class _Agent(UDPServer):
    max_packet_size = 4096
    server_address: tuple[str, int]

    def __init__(self, counters: LifeCounters, device: DemoCopier, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.counters, self.device = counters, device


class _Handler(BaseRequestHandler):
    server: _Agent

    def handle(self) -> None:
        """Answer a GET of the counter and its unit."""
        from pyasn1.codec.ber import decoder, encoder  # noqa: PLC0415 - only where a device is asked
        from pysnmp.proto import api  # noqa: PLC0415 - as above

        asked, agent = self.request
        protocol = api.PROTOCOL_MODULES[api.SNMP_VERSION_2C]
        request, _ = decoder.decode(asked, asn1Spec=protocol.Message())
        # A device ignores requests with an unknown community.
        if bytes(protocol.apiMessage.get_community(request)) != COMMUNITY.encode():
            return
        counters, device = self.server.counters, self.server.device
        count = count_at(counters.town, device, counters.night) % 2**32
        names = protocol.apiPDU.get_varbinds(protocol.apiMessage.get_pdu(request))
        varbinds = [
            (
                name,
                protocol.Counter32(count)
                if tuple(name) == _COUNT
                else protocol.Integer(_UNITS[device.unit]),
            )
            for name, _ in names
        ]
        response = protocol.apiMessage.get_response(request)
        protocol.apiPDU.set_varbinds(protocol.apiMessage.get_pdu(response), varbinds)
        agent.sendto(encoder.encode(response), self.client_address)


VENDORS = {
    # Counters run beside the print logs: they measure the same paper and are never added to it.
    "snmp": DemoVendor(
        kind="snmp",
        about="three printers' life counters, beside the print logs; two units; one controller replaced. As everywhere, they are read by noon (Tokyo), and two nights make a difference",
        source="counters",
        settings=f"""\
community = "{COMMUNITY}"
devices = [$devices]""",
        names_people=False,
        serve=LifeCounters,
    )
}
