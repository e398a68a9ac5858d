"""Counters: a silent printer is named and the day is not whole; a missed night stays missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors.snmp import connector as snmp
from tests.contract.peers.snmp import Printer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract.streams import Batch

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
NIGHT = datetime(2025, 4, 2, 17, 30, tzinfo=UTC)


@pytest.fixture
def printer() -> Iterator[Printer]:
    """A printer that counts impressions."""
    made = Printer(500, 7)
    yield made
    made.close()


def _connect(*ports: int, now: datetime = NIGHT) -> snmp.Counters:
    devices = tuple(snmp.Device(host="127.0.0.1", port=port, maker="x") for port in ports)
    given = snmp.Settings(name="c", devices=devices, timeout_seconds=0.3, retries=0)
    return snmp.connect(given, now=lambda: now)


def test_a_silent_printer_is_named_and_the_day_is_partial(printer: Printer) -> None:
    """The others' readings are kept."""
    got: list[Batch] = []

    def read_all() -> None:
        got.extend(_connect(printer.port, 9).fetch(snmp._STREAM, APRIL))

    with pytest.raises(SkipPart, match="1 of 2 printers"):
        read_all()
    (batch,) = got
    assert batch.is_partial
    assert batch.rows["count"].to_pylist() == [500]


def test_a_missed_night_stays_missing(printer: Printer) -> None:
    """By day the counter has gone on: it is no longer yesterday's."""
    afternoon = datetime(2025, 4, 3, 6, 0, tzinfo=UTC)
    assert list(_connect(printer.port, now=afternoon).fetch(snmp._STREAM, APRIL)) == []


def test_a_unit_nobody_knows_is_no_reading() -> None:
    """Hours of light (11) are no paper."""
    printer = Printer(500, 11)
    try:
        (finding,) = _connect(printer.port).check()
    finally:
        printer.close()
    assert not finding.is_ok
    assert "impressions or sheets" in finding.thing


@pytest.mark.parametrize("count", [0, 2**32 - 1, 2**32 - 2])
def test_an_unknown_counter_is_no_reading(count: int) -> None:
    """Printer-MIB says -1 and -2 for unknown; 0 is a board that just started. The day is not whole."""
    printer = Printer(count, 7)
    try:
        (finding,) = _connect(printer.port).check()
        with pytest.raises(SkipPart, match="unknown"):
            list(_connect(printer.port).fetch(snmp._STREAM, APRIL))
    finally:
        printer.close()
    assert "unknown" in finding.thing


@pytest.mark.parametrize(
    ("told", "device"),
    [
        ("SN-1001", "sn-1001"),
        (" SN-1001\0", "sn-1001"),
        (None, None),
        ("", None),
        ("N/A", None),
        ("0000000", None),
    ],
)
def test_a_device_is_itself_by_its_serial_number(told: str | None, device: str | None) -> None:
    """Where it tells one: a placeholder tells nobody apart, and a board without the number is read all the same."""
    printer = Printer(500, 7, told)
    try:
        (batch,) = _connect(printer.port).fetch(snmp._STREAM, APRIL)
    finally:
        printer.close()
    assert batch.rows["device"].to_pylist() == [device]
    assert batch.rows["count"].to_pylist() == [500]
