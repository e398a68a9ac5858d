"""Cybozu Office's audit log: schedules and bulletin boards, and an application nobody listed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.vendors.cybozu import connector as cybozu
from tests.contract.peer import CANARY, HOSTILE, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_HEADER = (
    "ログ種別",
    "アプリケーションID",
    "イベントID",
    "日時",
    "ユーザーID",
    "ユーザー名",
    "URL",
    "IPアドレス",
    "内容",
)


class Peer(FilePeer):
    kind = "cybozu"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    is_streamed = False

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "audit.csv",)

    def connector(self) -> Connector:
        settings = cybozu.Settings(
            name="cybozu",
            files=self.files,
            apps={"Schedule": "calendar", "Bulletin": "chat"},
            events={"Add": "created", "Modify": "edited", "Login": "ignored"},
        )
        return cybozu.connect(settings)

    def _facts(self) -> list[tuple[datetime, str, str, str]]:
        start = datetime(2025, 4, 1, 0, 0, tzinfo=UTC)
        told = [
            (start + timedelta(hours=9) * n, who, app, event)
            for n, who in enumerate(("sato", *HOSTILE))
            for app, event in (("Schedule", "Add"), ("Bulletin", "Modify"))
        ]
        midnight = datetime(2025, 4, 1, 15, 0, tzinfo=UTC)
        told += [(midnight, "ito", "Schedule", "Add")] * 2
        told.append((midnight - timedelta(seconds=1), "ito", "Schedule", "Add"))
        return told

    def truth(self) -> dict[str, Truth]:
        tools, actions = (
            {"Schedule": "calendar", "Bulletin": "chat"},
            {"Add": "created", "Modify": "edited"},
        )
        rows = Counter(
            (day_of(at), at, who, tools[app], actions[event])
            for at, who, app, event in self._facts()
        )
        columns = ("day_on", "occurred_at", "account", "tool", "action")
        return {"audit": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        rows = []
        for at, who, app, event in self._facts():
            time = f"{at.astimezone(TOKYO):%Y/%m/%d %H:%M:%S}"
            tail = (time, who, CANARY, f"/{CANARY}", "192.0.2.1", CANARY)
            rows += [("info", app, event, *tail), ("info", app, "Login", *tail)]
            rows.append(("info", "System", "Backup", *tail))
        if order:
            order.shuffle(rows)
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow((*_HEADER, *((self.new_field,) if new_field else ())))
        writer.writerows((*row, *(("x",) if new_field else ())) for row in rows)
        self.files[0].write_bytes(out.getvalue().encode("utf-8-sig"))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError
