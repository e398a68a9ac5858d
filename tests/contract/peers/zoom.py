"""Zoom's saved participants reports, in three of their forms; a rejoin, a guest, a meeting over midnight."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.vendors import zoom
from tests.contract.peer import CANARY, HOSTILE, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_HEADERS = (
    (
        "Name (Original Name)",
        "User Email",
        "Join Time",
        "Leave Time",
        "Duration (Minutes)",
        "Guest",
    ),
    (
        "Name (original name)",
        "User Email",
        "Join Time",
        "Leave Time",
        "Duration (Minutes)",
        "Guest",
    ),
)


class Peer(FilePeer):
    kind = "zoom"
    way = "file"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    is_streamed = False

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "participants_85512345678.csv", self.folder / "report.csv")

    def connector(self) -> Connector:
        settings = zoom.Settings(name="zoom", files=(self.folder / "*.csv",))
        return zoom.connect(settings)

    def _facts(self) -> list[tuple[datetime, datetime, str, bool]]:
        start = datetime(2025, 4, 1, 0, 0, 5, tzinfo=UTC)
        hour = timedelta(hours=1)
        told = [
            (start + 9 * hour * n, start + (9 * n + 1) * hour, who, False)
            for n, who in enumerate(("sato@town.example", *HOSTILE))
        ]
        told.append((start + 2 * hour, start + 3 * hour, "sato@town.example", False))
        told.append((start, start + hour, "", True))
        midnight = datetime(2025, 4, 1, 15, 0, tzinfo=UTC)
        told.append((midnight - timedelta(seconds=1), midnight + hour, "ito@town.example", False))
        return told

    def truth(self) -> dict[str, Truth]:
        rows = Counter(
            (day_of(joined), joined, left, who or None, guest)
            for joined, left, who, guest in self._facts()
        )
        columns = ("day_on", "started_at", "ended_at", "account", "is_guest")
        return {"meetings": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        facts = self._facts()
        for number, path in enumerate(self.files):
            mine = facts[number::2]
            if order:
                order.shuffle(mine)
            out = io.StringIO(newline="")
            writer = csv.writer(out, lineterminator="\r\n")
            if number:
                writer.writerow(("Meeting ID", "Topic", "Start Time", "Participants", ""))
                writer.writerow(("912 3456 7890", CANARY, "04/01/2025 09:00:00 AM", "9", ""))
                writer.writerow(())
            further = (self.new_field,) if new_field else ()
            writer.writerow((*_HEADERS[number], *further))
            for joined, left, who, guest in mine:
                times = [
                    at.astimezone(TOKYO).strftime("%m/%d/%Y %I:%M:%S %p") for at in (joined, left)
                ]
                row = (CANARY, who, *times, "60", "Yes" if guest else "No")
                writer.writerow((*row, *("x" for _ in further)))
            path.write_bytes(out.getvalue().encode("utf-8-sig"))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError
