"""Printers' lifetime page counters over SNMP (Printer-MIB): one reading a night, filed under the day before.

Only the difference between two readings of the same device has a meaning. Makers count in different units
(impressions or sheets), so readings are kept with their unit and must never be added across makers.
mart.counter_month, which sees both readings, detects differences that cannot be real because a board or a
device was replaced.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from connectors.contract import streams
from connectors.contract.configuration import SourceSettings
from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.contract.shape import to_table
from connectors.contract.shapes import COUNTER
from connectors.contract.streams import Batch, Finding, Handling, Stream, day_just_ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from connectors.contract.streams import Window

_COUNT = "1.3.6.1.2.1.43.10.2.1.4.1.1"
_UNIT = "1.3.6.1.2.1.43.10.2.1.3.1.1"
_SERIAL = "1.3.6.1.2.1.43.5.1.1.17.1"
"""prtGeneralSerialNumber: identifies the device behind an address; not every board answers it."""
_NO_SERIAL = {"", "0", "-", "n/a", "none", "unknown", "not available", "x"}
_UNITS = {7: "impressions", 8: "sheets"}
_SAID = {"impressions": Message("impressions"), "sheets": Message("sheets")}
_UNKNOWN_UNSIGNED = {2**32 - 1, 2**32 - 2}
"""Printer-MIB values -1 (other) and -2 (unknown), read as unsigned. A board that has just started answers 0."""
_STREAM = Stream(
    "counters",
    COUNTER,
    (
        streams.Field("prtMarkerLifeCount", Handling.KEEP, "the life counter"),
        streams.Field("prtMarkerCounterUnit", Handling.KEEP, "its unit"),
        streams.Field("prtGeneralSerialNumber", Handling.PSEUDONYMISE, "the device itself"),
        streams.Field("host", Handling.PSEUDONYMISE, "the address at which it answers"),
    ),
    # Past counter values cannot be requested: a missed night stays missing.
    settle_days=0,
    retention_days=1,
    slice_days=1,
)


class Device(BaseModel):
    """One printer: its address, and its maker, since units differ between makers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str
    maker: str
    port: int = 161


class Settings(SourceSettings):
    """`kind = "snmp"`: the printers, and the SNMP community with read access."""

    kind: Literal["snmp"] = "snmp"
    devices: tuple[Device, ...] = Field(min_length=1)
    community: SecretStr = SecretStr("public")
    timeout_seconds: float = Field(default=2.0, gt=0)
    retries: int = Field(default=2, ge=0)


_Answer = tuple[int, str, str | None]
"""Counter value, unit and serial number of the device."""
_WITHOUT_SERIAL = 2


class _Silent(Exception):
    """A device gave no counter; the message says why."""


class Counters:
    """The town hall's printers as a source."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        """Keep the settings without any request."""
        self.name = settings.name
        self.streams = (_STREAM,)
        self._settings = settings
        self._now = now

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield yesterday's batch if called by noon; no other day can be read.

        Raises:
            SkipPart: raised last: a device did not answer, and the day is partial.
        """
        now = self._now()
        day = day_just_ended(now, window)
        if day is None:
            return
        rows: list[dict[str, object]] = []
        silent: list[str] = []
        for device, answer in zip(self._settings.devices, self._ask(), strict=True):
            if isinstance(answer, _Silent):
                silent.append(Message("{key}: {problem}", key=device.host, problem=answer))
                continue
            count, unit, serial = answer
            rows.append(
                {
                    "event": f"{device.host}:{device.port}|{day}",
                    "day_on": day,
                    "counted_at": now.astimezone(UTC),
                    "printer": f"{device.host}:{device.port}",
                    "maker": device.maker,
                    "unit": unit,
                    "count": count,
                    "device": serial,
                }
            )
        yield Batch(day, to_table(stream.shape, rows), is_partial=bool(silent))
        if silent:
            raise SkipPart(
                Message(
                    "{silent} of {count} printers gave no counter ({why})",
                    silent=len(silent),
                    count=len(self._settings.devices),
                    why=silent[0],
                ),
                place=f"source {self.name}",
                next_step=Message(
                    "look whether it is switched on all night, and whether SNMP is allowed there"
                ),
            )

    def check(self) -> Iterator[Finding]:
        """Query each device once."""
        for device, answer in zip(self._settings.devices, self._ask(), strict=True):
            place = f"source {self.name}, {device.host}"
            if isinstance(answer, _Silent):
                yield Finding(
                    is_ok=False,
                    thing=Message("no counter: {why}", why=answer),
                    place=place,
                    next_step=Message(
                        "look whether SNMP v2c is switched on there, at `community`, and at the firewall"
                    ),
                )
            else:
                yield Finding(
                    is_ok=True, thing=Message("counts {unit}", unit=_SAID[answer[1]]), place=place
                )

    def _ask(self) -> list[_Answer | _Silent]:
        return asyncio.run(_ask_all(self._settings))


async def _ask_all(settings: Settings) -> list[_Answer | _Silent]:
    from pysnmp.hlapi.v3arch.asyncio import SnmpEngine  # noqa: PLC0415 - imported only when the source is used

    engine = SnmpEngine()
    try:
        return await asyncio.gather(
            *(_ask_one(engine, settings, device) for device in settings.devices)
        )
    finally:
        engine.close_dispatcher()


async def _ask_one(engine: object, settings: Settings, device: Device) -> _Answer | _Silent:
    from pysnmp.hlapi.v3arch.asyncio import (  # noqa: PLC0415 - imported only when the source is used
        CommunityData,
        ContextData,
        ObjectIdentity,
        ObjectType,
        UdpTransportTarget,
        get_cmd,
    )

    try:
        target = await UdpTransportTarget.create(
            (device.host, device.port), timeout=settings.timeout_seconds, retries=settings.retries
        )
        # pysnmp returns an error instead of raising when a device does not answer.
        error, status, _index, values = await get_cmd(
            engine,
            CommunityData(settings.community.get_secret_value(), mpModel=1),  # noqa: S508 - copiers speak v2c; the connector only reads
            target,
            ContextData(),
            ObjectType(ObjectIdentity(_COUNT)),
            ObjectType(ObjectIdentity(_UNIT)),
            ObjectType(ObjectIdentity(_SERIAL)),
            lookupMib=False,
        )
    except OSError as failure:
        return _Silent(Message("the address cannot be used ({kind})", kind=type(failure).__name__))
    except Exception as failure:  # noqa: BLE001 - pysnmp raises its own for names that do not resolve
        return _Silent(Message("it cannot be asked ({kind})", kind=type(failure).__name__))
    if error or status:
        return _Silent(Message("no answer") if error else Message("the answer is an error"))
    try:
        count, unit = int(values[0][1]), _UNITS[int(values[1][1])]
    except (TypeError, ValueError, KeyError, IndexError):
        return _Silent(Message("it has no life counter in impressions or sheets"))
    if count <= 0 or count in _UNKNOWN_UNSIGNED:
        return _Silent(Message("its counter says unknown (0, -1 or -2)"))
    return count, unit, _serial_in(values[2][1]) if len(values) > _WITHOUT_SERIAL else None


def _serial_in(value: object) -> str | None:
    """Return the serial number; None if it is missing, a placeholder or one repeated character."""
    octets = value.asOctets() if hasattr(value, "asOctets") else b""
    serial = octets.decode("utf-8", "replace").strip(" \0").casefold()
    is_blank = serial in _NO_SERIAL or len(set(serial)) == 1
    return None if is_blank else serial


def connect(settings: SourceSettings, *, now: Callable[[], datetime] | None = None) -> Counters:
    """Build the connector without any request."""
    return Counters(cast("Settings", settings), now or (lambda: datetime.now(UTC)))
