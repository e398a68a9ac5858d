"""The print logs: CUPS' page_log in the standard format, and PaperCut's CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.vendors.cups import connector as cups
from connectors.vendors.papercut import connector as papercut
from tests.contract.peer import CANARY, HOSTILE, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector


def _jobs(people: tuple[str, ...]) -> list[tuple[datetime, str, int, bool]]:
    start = datetime(2025, 4, 1, 0, 0, 0, tzinfo=UTC)
    told = [
        (start + timedelta(hours=8) * n, who, n + 1, n % 2 == 1)
        for n, who in enumerate(("sato", *people, "aoki", "kato"))
    ]
    told.append((datetime(2025, 4, 1, 14, 59, 59, tzinfo=UTC), "ito", 3, True))
    told.append((datetime(2025, 4, 1, 15, 0, 0, tzinfo=UTC), "ito", 3, False))
    return told


class Cups(FilePeer):
    """One copy a job; both sides where said."""

    kind = "cups"
    way = "standard format"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    new_field = None
    can_end_anywhere = True
    # A user's name cannot hold a blank in the standard format; the job's name may hold anything.
    hostile = tuple(text for text in HOSTILE if " " not in text)

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "page_log",)

    def connector(self) -> Connector:
        return cups.connect(cups.Settings(name="cups", files=self.files))

    def truth(self) -> dict[str, Truth]:
        rows = Counter(
            (day_of(at), at, who, pages) for at, who, pages, _both in _jobs(self.hostile)
        )
        columns = ("day_on", "printed_at", "account", "impressions")
        return {"print_job": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        del new_field
        lines = [
            f"Main {who} {number} [{at.astimezone(TOKYO):%d/%b/%Y:%H:%M:%S %z}] total {pages} - "
            f"localhost {CANARY} の 件.pdf A4 {'two-sided-long-edge' if both else 'one-sided'}"
            for number, (at, who, pages, both) in enumerate(_jobs(self.hostile), start=1)
        ]
        if order:
            order.shuffle(lines)
        self.files[0].write_text("".join(line + "\n" for line in lines), encoding="utf-8")

    def enlarge(self, size: int) -> None:
        # Jobs of the day before the window: a log is read for a few days of many years.
        line = "Main sato {} [31/Mar/2025:09:00:00 +0900] total 1 - localhost x A4 one-sided\n"
        self.tell()
        lines = self.files[0].read_text(encoding="utf-8")
        with self.files[0].open("w", encoding="utf-8") as file:
            for number in range(10_000, 10_000 + size // len(line) + 1):
                file.write(line.format(number))
            file.write(lines)


class PaperCut(FilePeer):
    """A banner, a comma too many at each row's end, and the times of Tokyo."""

    kind = "papercut"
    way = "one file for all"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    is_streamed = False
    can_end_anywhere = True

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "papercut-print-log-all.csv",)

    def connector(self) -> Connector:
        return papercut.connect(papercut.Settings(name="papercut", files=self.files))

    def truth(self) -> dict[str, Truth]:
        rows = Counter(
            (day_of(at), at, who, 2 * pages, 2 * (-(-pages // 2) if both else pages))
            for at, who, pages, both in _jobs(self.hostile)
        )
        columns = ("day_on", "printed_at", "account", "impressions", "sheets")
        return {"print_job": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        jobs = _jobs(self.hostile)
        if order:
            order.shuffle(jobs)
        out = io.StringIO(newline="")
        out.write("PaperCut Print Logger - http://www.papercut.com/\r\n")
        further = f",{self.new_field}" if new_field else ""
        out.write("Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,")
        out.write(f"Height,Width,Duplex,Grayscale,Size{further}\r\n")
        writer = csv.writer(out, lineterminator="\r\n")
        for at, who, pages, both in jobs:
            time = f"{at.astimezone(TOKYO):%Y-%m-%d %H:%M:%S}"
            sides = "DUPLEX" if both else "NOT DUPLEX"
            row = (time, who, pages, 2, "Main", CANARY, "PC1", "A4", "PCL6", "", "", sides)
            writer.writerow((*row, "GRAYSCALE", "9kb", *(("x",) if new_field else ()), ""))
        self.files[0].write_bytes(out.getvalue().encode("utf-8"))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError
