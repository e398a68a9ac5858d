"""Slack's member analytics of three months, one of them not saved; members, a guest, a robot, one who left."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from connectors.contract.streams import Window
from connectors.vendors.slack import members as slack_members
from tests.contract.peer import CANARY, HOSTILE, UNDECLARED, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

HEADER = (
    "Name", "What I Do", "User ID", "Username", "Account type", "Account created (UTC)", "Claimed Date (UTC)",
    "Deactivated date (UTC)", "Days active", "Days active (Desktop)", "Days active (Android)", "Days active (iOS)",
    "Messages posted", "Messages posted in channels", "Reactions added", "Last active (UTC)",
    "Last active (Desktop) (UTC)", "Last active (Android) (UTC)", "Last active (iOS) (UTC)",
)  # fmt: skip
_APRIL, _JUNE = date(2025, 4, 1), date(2025, 6, 1)


class Peer(FilePeer):
    kind = "slack_members"
    window = Window(_APRIL, date(2025, 7, 1))
    is_streamed = False
    # A count without people holds no string of theirs, only the tool's.
    hostile = ("chat",)

    @property
    def files(self) -> tuple[Path, ...]:
        return (
            self.folder / "町 Member Analytics Apr 1, 2025 - Apr 30, 2025.csv",
            self.folder / "slack-members-2025-06.csv",
        )

    def connector(self) -> Connector:
        settings = slack_members.Settings(name="months", files=(self.folder / "*.csv",))
        return slack_members.connect(settings)

    def truth(self) -> dict[str, Truth]:
        members = range(len(HOSTILE) + 1)
        rows = Counter(
            (month, None, "chat", sum(100 + n for n in members), sum(30 - n for n in members))
            for month in (_APRIL, _JUNE)
        )
        columns = ("day_on", "section", "tool", "uses", "people")
        return {"months": Truth(columns, rows, frozenset({_APRIL, _JUNE}))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        people = [
            (name, "Member", 30 - n, 100 + n) for n, name in enumerate((f"{CANARY} 太郎", *HOSTILE))
        ]
        people += [(CANARY, "Multi-Channel Guest", 9, 900), (CANARY, "Bot", 30, 9_000)]
        people.append((f"{CANARY} 花子", "Member", 0, 0))
        for path in self.files:
            if order:
                order.shuffle(people)
            text = io.StringIO(newline="")
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow((*HEADER, *((self.new_field,) if new_field else ())))
            for name, role, days, messages in people:
                seen = (f"2025-04-30 {CANARY}",) * 4
                row = (name, CANARY, f"U0{CANARY}", name, role, CANARY, CANARY, "", days, 1, 2, 3)
                row += (messages, 7, 8, *seen, *((UNDECLARED,) if new_field else ()))
                writer.writerow(row)
            path.write_bytes(text.getvalue().encode("utf-8-sig"))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError  # never asked: its files are read whole, and refused beyond 64 MB
