"""Two printers that answer SNMP on loopback: one counts impressions, the other sheets."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pydantic import SecretStr

from connectors.contract.streams import Window
from connectors.vendors.snmp import connector as snmp
from tests.contract.peer import Peer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_UNIT = (1, 3, 6, 1, 2, 1, 43, 10, 2, 1, 3, 1, 1)
_COUNT = (1, 3, 6, 1, 2, 1, 43, 10, 2, 1, 4, 1, 1)


class Printer(threading.Thread):
    """Answers one GET after another with a counter and its unit."""

    def __init__(self, count: int, unit: int, serial: str | None = None) -> None:
        super().__init__(daemon=True)
        self.serial = serial
        self.count, self.unit = count, unit
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self._is_over = threading.Event()
        self.port = self._socket.getsockname()[1]
        self.start()

    def run(self) -> None:
        """Answer until closed."""
        from pyasn1.codec.ber import decoder, encoder
        from pysnmp.proto import api

        proto = api.PROTOCOL_MODULES[api.SNMP_VERSION_2C]
        while not self._is_over.is_set():
            try:
                asked, address = self._socket.recvfrom(4096)
            except TimeoutError:
                continue
            request, _rest = decoder.decode(asked, asn1Spec=proto.Message())
            response = proto.apiMessage.get_response(request)
            body = proto.apiMessage.get_pdu(response)
            names = proto.apiPDU.get_varbinds(proto.apiMessage.get_pdu(request))
            told = [
                (
                    name,
                    proto.Counter32(self.count)
                    if tuple(name) == _COUNT
                    else proto.Integer(self.unit)
                    if tuple(name) == _UNIT
                    else proto.OctetString(self.serial)
                    if self.serial is not None
                    else proto.NoSuchObject(),
                )
                for name, _value in names
            ]
            proto.apiPDU.set_varbinds(body, told)
            self._socket.sendto(encoder.encode(response), address)

    def close(self) -> None:
        """Stop answering."""
        self._is_over.set()
        self.join()
        self._socket.close()


class Snmp(Peer):
    kind = "snmp"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    new_field = None
    hostile = ("127.0.0.1",)

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.printers = (Printer(120_345, 7), Printer(98_765, 8))

    def close(self) -> None:
        for printer in self.printers:
            printer.close()

    def connector(self) -> Connector:
        devices = tuple(
            snmp.Device(host="127.0.0.1", port=printer.port, maker=f"maker{printer.unit}")
            for printer in self.printers
        )
        settings = snmp.Settings(
            name="counters",
            devices=devices,
            community=SecretStr("town"),
            timeout_seconds=1.0,
            retries=0,
        )
        # 02:30 in Tokyo on April 3: the night after April 2.
        return snmp.connect(settings, now=lambda: datetime(2025, 4, 2, 17, 30, tzinfo=UTC))

    def truth(self) -> dict[str, Truth]:
        units = {7: "impressions", 8: "sheets"}
        rows = Counter(
            (date(2025, 4, 2), f"127.0.0.1:{printer.port}", units[printer.unit], printer.count)
            for printer in self.printers
        )
        days = frozenset({date(2025, 4, 2)})
        return {"counters": Truth(("day_on", "printer", "unit", "count"), rows, days)}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        del new_field
        if order:
            self.printers = tuple(order.sample(self.printers, 2))
