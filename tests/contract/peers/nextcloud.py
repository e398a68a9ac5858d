"""Nextcloud's audit log, with both formats of time, previews, log-ins and a rename; and its server information."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr

from connectors.contract.streams import Window, day_of
from connectors.vendors import nextcloud
from tests.contract.peer import CANARY, HOSTILE, FilePeer, ServerPeer, Truth
from tests.loopback import Answer, Request

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_VERBS = {"accessed": "viewed", "written to": "edited", "created": "created", "deleted": "managed"}


class AuditLogPeer(FilePeer):
    """Three days of two logs; the second day's last second and the third's first are in it."""

    kind = "nextcloud"
    way = "file"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    new_field = "newField"
    can_end_anywhere = True

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "audit.log",)

    def connector(self) -> Connector:
        settings = nextcloud.Settings(name="cloud", kind=self.kind, files=self.files)
        return nextcloud.connect(settings)

    def _records(self) -> list[tuple[datetime, str, str, str]]:
        day = datetime(2025, 4, 1, 0, 30, tzinfo=UTC)
        people = ("sato", "suzuki", *HOSTILE)
        told = [
            (day + timedelta(hours=5 * n), who, verb, f"/予算/{who}.xlsx")
            for n, who in enumerate(people)
            for verb in _VERBS
        ]
        told.append((datetime(2025, 4, 1, 14, 59, 59, tzinfo=UTC), "sato", "accessed", "/夜.txt"))
        told.append((datetime(2025, 4, 2, 15, 0, 0, tzinfo=UTC), "sato", "accessed", "/朝.txt"))
        return told

    def truth(self) -> dict[str, Truth]:
        rows = Counter(
            (day_of(at), at, who, _VERBS[verb]) for at, who, verb, _file in self._records()
        )
        columns = ("day_on", "occurred_at", "account", "action")
        last = max(day_of(at) for at, *_rest in self._records())
        return {"files": Truth(columns, rows, frozenset(self.window.days), frozenset({last}))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        lines = []
        for number, (at, who, verb, file) in enumerate(self._records()):
            form = "%B %d, %Y %H:%M:%S" if number % 2 else "%Y-%m-%dT%H:%M:%S+00:00"
            with_id = f' with id "{number}"' if number % 3 else ""
            entry = {
                "reqId": f"r{number}",
                "level": 1,
                "time": at.strftime(form),
                "remoteAddr": "192.0.2.7",
                "user": who,
                "app": "admin_audit",
                "method": "GET",
                "url": f"/remote.php/dav/files{file}",
                "message": f'File{with_id} {verb}: "{file}"',
                "userAgent": "Mozilla",
                "version": "30.0.0.1",
            }
            if new_field:
                entry["newField"] = "x"
            lines.append(entry)
            login = entry | {"reqId": f"l{number}", "message": f'Login successful: "{who}"'}
            lines.append(login)
        if order:
            order.shuffle(lines)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        self.files[0].write_text(text, encoding="utf-8")
        # As if the log was copied on its last day: that day is not over.
        last = max(at for at, *_rest in self._records()).timestamp()
        os.utime(self.files[0], (last, last))

    def enlarge(self, size: int) -> None:
        self.tell()
        lines = self.files[0].read_text(encoding="utf-8")
        with self.files[0].open("w", encoding="utf-8") as file:
            for copy in range(size // len(lines.encode()) + 1):
                file.write(lines.replace('"reqId": "r', f'"reqId": "c{copy}r'))


class ServerInfoPeer(ServerPeer):
    """Asked at half past two in the night after the window's last day."""

    kind = "nextcloud"
    way = "server"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    # No string comes in from outside: the only one is the source's name from the settings.
    hostile = ("<b>雲①㈱",)

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.extra = False

    def connector(self) -> Connector:
        settings = nextcloud.Settings(
            name=self.hostile[0],
            endpoint=self.server.url,
            token_file=SecretStr(CANARY.encode().hex()),
        )
        night = datetime(2025, 4, 3, 17, 30, tzinfo=UTC)
        return nextcloud.connect(settings, now=lambda: night)

    def truth(self) -> dict[str, Truth]:
        last = self.window.days[-1]
        rows = Counter([(last, None, "files", None, 57)])
        columns = ("day_on", "section", "tool", "uses", "people")
        return {"active_users": Truth(columns, rows, frozenset({last}))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        del order
        self.extra = new_field

    def answer(self, request: Request) -> Answer:
        if request.headers.get("nc-token") != CANARY.encode().hex():
            return Answer(b'{"ocs": {"meta": {"statuscode": 997}}}', 401)
        people: dict[str, object] = {"last5minutes": 1, "last1hour": 2, "last24hours": 57}
        if self.extra:
            people[str(self.new_field)] = CANARY
        data = {"nextcloud": {"system": {"version": CANARY}}, "activeUsers": people}
        return Answer(json.dumps({"ocs": {"meta": {"statuscode": 200}, "data": data}}).encode())
