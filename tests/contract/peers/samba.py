"""A file server's audit log: many lines an action, failures, folders, syslog's own words in front."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.vendors.samba import connector as samba
from tests.contract.peer import HOSTILE, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_OPERATIONS = {"pread_send": "viewed", "pwrite_send": "edited", "unlinkat": "managed"}


class Peer(FilePeer):
    """Three days; some lines as syslog writes them, the rest as smbd's own log does."""

    kind = "samba"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    new_field = None
    can_end_anywhere = True
    # An account cannot hold a bar, which parts the fields; a file's name can.
    hostile = tuple(text for text in HOSTILE if "|" not in text)

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "audit.log",)

    def connector(self) -> Connector:
        settings = samba.Settings(name="share", kind=self.kind, files=self.files)
        return samba.connect(settings)

    def _records(self) -> list[tuple[datetime, str, str, str]]:
        start = datetime(2025, 4, 1, 0, 1, tzinfo=UTC)
        told = [
            (start + timedelta(hours=9 * n), who, operation, f"/srv/予算/{who} | 案.xlsx")
            for n, who in enumerate(("sato", "suzuki", *self.hostile))
            for operation in _OPERATIONS
        ]
        told.append((datetime(2025, 4, 1, 14, 59, 59, tzinfo=UTC), "sato", "pread_send", "/夜"))
        told.append((datetime(2025, 4, 1, 15, 0, 0, tzinfo=UTC), "sato", "pread_send", "/夜"))
        return told

    def truth(self) -> dict[str, Truth]:
        rows = Counter(
            (
                day_of(at),
                at.replace(minute=at.minute // 15 * 15, second=0),
                who,
                _OPERATIONS[operation],
                f"soumu:{name}",
            )
            for at, who, operation, name in self._records()
        )
        columns = ("day_on", "occurred_at", "account", "action", "document")
        return {"files": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        del new_field
        lines = []
        for at, who, operation, name in self._records():
            time = at.astimezone(TOKYO).strftime("%Y/%m/%d %H:%M:%S")
            head = f"{time}|{who}|192.0.2.1|pc1|soumu"
            lines += [f"{head}|create_file|ok|0x80|file|open|{name}"]
            lines += [f"{head}|{operation}|ok|{name}"] * 3
            lines += [f"{head}|{operation}|fail (No such file or directory)|{name}"]
            lines += [f"Apr  1 09:00:00 files smbd_audit[77]: {head}|{operation}|ok|{name}"]
        if order:
            order.shuffle(lines)
        self.files[0].write_text("".join(line + "\n" for line in lines), encoding="utf-8")

    def enlarge(self, size: int) -> None:
        self.tell()
        lines = self.files[0].read_text(encoding="utf-8")
        with self.files[0].open("w", encoding="utf-8") as file:
            for copy in range(size // len(lines.encode()) + 1):
                file.write(lines.replace("案", f"案{copy}"))
