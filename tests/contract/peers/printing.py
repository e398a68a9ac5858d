"""Print servers' logs: cupsd's page_log in tabs, and PaperCut's Print Logger."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.vendors.cups import connector as cups
from connectors.vendors.papercut import connector as papercut
from tests.contract.peer import CANARY, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_COLUMNS = ("day_on", "printed_at", "account", "impressions", "sheets", "copies", "quality")
_DAYS = Window(date(2025, 4, 1), date(2025, 4, 4))


def _facts(hostile: tuple[str, ...]) -> list[tuple[datetime, str, int, int]]:
    """When (UTC), who, pages, copies: every job on both sides."""
    start = datetime(2025, 3, 31, 15, 0, tzinfo=UTC)
    told = [
        (start + timedelta(hours=7 * n), who, n + 1, n % 3 + 1)
        for n, who in enumerate(("sato", "suzuki", *hostile, "sato"))
    ]
    told.append((datetime(2025, 4, 1, 14, 59, 59, tzinfo=UTC), "sato", 3, 2))
    told.append((datetime(2025, 4, 1, 15, 0, 0, tzinfo=UTC), "sato", 3, 2))
    return told


def _truth(hostile: tuple[str, ...]) -> dict[str, Truth]:
    rows = Counter(
        (day_of(at), at, who, pages * copies, copies * ((pages + 1) // 2), copies, "derived")
        for at, who, pages, copies in _facts(hostile)
    )
    days = frozenset(day_of(at) for at, *_rest in _facts(hostile))
    return {"print_job": Truth(_COLUMNS, rows, days)}


class CupsPeer(FilePeer):
    """Three days in the format with tabs."""

    kind = "cups"
    window = _DAYS
    new_field = None
    can_end_anywhere = True

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "page_log",)

    def connector(self) -> Connector:
        return cups.connect(cups.Settings(name="cups", files=self.files))

    def truth(self) -> dict[str, Truth]:
        return _truth(self.hostile)

    def _lines(self) -> list[str]:
        return [
            f"[{at.astimezone(TOKYO):%d/%b/%Y:%H:%M:%S %z}]\tmfp1\t{who}\t{number}\ttotal"
            f"\t{pages * copies}\t0\t0\t{copies}\ttwo-sided-long-edge\t-\tcolor\t1\t-\tpc1\t{CANARY}\tx\n"
            for number, (at, who, pages, copies) in enumerate(_facts(self.hostile), start=1)
        ]

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        del new_field
        lines = self._lines()
        if order:
            order.shuffle(lines)
        self.files[0].write_text("".join(lines), encoding="utf-8")

    def enlarge(self, size: int) -> None:
        lines = "".join(self._lines())
        with self.files[0].open("w", encoding="utf-8") as file:
            for _ in range(size // len(lines.encode()) + 1):
                file.write(lines)


class PaperCutPeer(FilePeer):
    """Three days in one file without a date in its name."""

    kind = "papercut"
    window = _DAYS
    can_end_anywhere = True
    is_streamed = False

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "papercut-print-log-all.csv",)

    def connector(self) -> Connector:
        return papercut.connect(papercut.Settings(name="papercut", files=self.files))

    def truth(self) -> dict[str, Truth]:
        return _truth(self.hostile)

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        header = (
            "Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,"
            "Duplex,Grayscale,Size"
        )
        rows = []
        for at, who, pages, copies in _facts(self.hostile):
            line = io.StringIO()
            csv.writer(line).writerow(
                (
                    f"{at.astimezone(TOKYO):%Y-%m-%d %H:%M:%S}", who, pages, copies, "mfp1", CANARY,
                    "PC1", "A4", "PCL6", "", "", "DUPLEX", "GRAYSCALE", "52kb",
                    *(["x"] if new_field else []), "",
                )
            )  # fmt: skip
            rows.append(line.getvalue())
        if order:
            order.shuffle(rows)
        further = f",{self.new_field}" if new_field else ""
        text = f"PaperCut Print Logger - http://www.papercut.com/\r\n{header}{further}\r\n"
        self.files[0].write_bytes((text + "".join(rows)).encode())

    def enlarge(self, size: int) -> None:
        self.tell()
        with self.files[0].open("ab") as file:
            body = self.files[0].read_bytes().split(b"\r\n", 2)[2]
            for _ in range(size // len(body)):
                file.write(body)
