"""Jicofo's log: meetings that begin, other lines, a trace without times."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.vendors.jitsi import connector as jitsi
from tests.contract.peer import FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector


class Peer(FilePeer):
    kind = "jitsi"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    new_field = None
    can_end_anywhere = True
    # A count without people holds no string of theirs, only the tool's.
    hostile = ("meetings",)

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "jicofo.log",)

    def connector(self) -> Connector:
        return jitsi.connect(jitsi.Settings(name="jitsi", files=self.files))

    def _times(self) -> list[datetime]:
        midnight = datetime(2025, 4, 1, 15, 0, tzinfo=UTC)
        hours = (timedelta(hours=-14), timedelta(seconds=-1), timedelta(), timedelta(hours=30))
        return [midnight + hour for hour in hours]

    def truth(self) -> dict[str, Truth]:
        rows = Counter((day_of(at), 1) for at in self._times())
        days = frozenset(self.window.days)
        return {"rooms": Truth(("day_on", "uses"), rows, days)}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        del new_field
        lines = []
        for n, at in enumerate(self._times()):
            head = f"Jicofo {at.astimezone(TOKYO):%Y-%m-%d %H:%M:%S}.123 INFO: [31] "
            room = f"カナリア{n}@conference.example"
            lines.append(
                f"{head}FocusManager.conferenceRequest#1: Created new conference, roomJid={room}"
            )
            lines.append(f"{head}[room={room}] Member joined\n\tat java.base/java.lang.Thread.run")
        if order:
            order.shuffle(lines)
        self.files[0].write_text("".join(line + "\n" for line in lines), encoding="utf-8")

    def enlarge(self, size: int) -> None:
        self.tell()
        lines = self.files[0].read_text(encoding="utf-8")
        with self.files[0].open("w", encoding="utf-8") as file:
            for copy in range(size // len(lines.encode()) + 1):
                file.write(lines.replace("@conference", f"{copy}@conference"))
