"""LINE WORKS' audit log: a 302 to a CSV with messages in it, and sent mail, asked for by a service account."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr

from connectors.contract.streams import TOKYO, Window, day_of
from connectors.io.http.retry import RateLimiter
from connectors.vendors import line_works
from tests.contract.peer import CANARY, HOSTILE, FilePeer, ServerPeer, Truth
from tests.loopback import Answer, Request

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_HEADERS = {
    "message": ("日時", "送信者", "受信者", "トークルームID", "トーク"),
    "sent-mail": ("送信日時", "件名", "送信者", "受信者", "状態"),
    "drive": ("Date", "User", "Service Type", "Task", "Original", "Updates", "Status"),
}
_TASKS = {"Upload": "uploaded", "Edit file": "edited", "Edit name": "managed", "Auto-upload": None}


@cache
def private_key() -> str:
    """A service account's key, made once for all tests."""
    key = rsa.generate_private_key(65537, 2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


class Peer(ServerPeer):
    kind = "line_works"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    has_tokens = True
    # The account stands in brackets: one that holds brackets itself cannot be told.
    hostile = tuple(text for text in HOSTILE if "(" not in text)

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.facts = _facts()
        self.extra = False
        self.tail = b""

    def connector(self) -> Connector:
        settings = line_works.Settings(
            name="lineworks",
            services=("message", "sent-mail", "drive"),
            client_id="c",
            client_secret_file=SecretStr(f"secret-{CANARY}"),
            service_account="s",
            private_key_file=SecretStr(private_key()),
            endpoint=self.server.url,
            authority=self.server.url,
        )
        return line_works.connect(settings, rate_limiter=RateLimiter(1000, 1.0))

    def truth(self) -> dict[str, Truth]:
        return {"message": _sent(), "sent-mail": _sent(), "drive": _handled()}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        self.facts = _facts()
        self.extra = new_field
        if order:
            order.shuffle(self.facts)

    def is_data(self, request: Request) -> bool:
        return not request.path.startswith("/oauth2")

    def answer(self, request: Request) -> Answer:
        if request.path.startswith("/oauth2"):
            return Answer(json.dumps({"access_token": "t", "expires_in": "86400"}).encode())
        if request.path.startswith("/audits"):
            query = request.query
            assert query["language"] == ("en_US" if query["service"] == "drive" else "ja_JP")
            target = f"{query['service']}/{query['startTime']}/{query['endTime']}"
            return Answer(
                status=302,
                headers={"Location": f"{self.server.url}/files/{target.replace('+', '%2B')}"},
            )
        _nothing, _files, service, start, end = request.path.replace("%2B", "+").split("/")
        begin, finish = datetime.fromisoformat(start), datetime.fromisoformat(end)
        facts = [fact for fact in self.facts if begin <= fact[0] <= finish]
        body = _table(service, facts, self.new_field if self.extra else None)
        return Answer(body + self.tail, content_type="text/csv")


def _facts() -> list[tuple[datetime, str, str]]:
    """Who did something when, in which room or folder."""
    start = datetime(2025, 4, 1, 0, 0, 5, tzinfo=UTC)
    people = ("sato@town.example", "sato@town.example", *Peer.hostile)
    told = [(start + timedelta(hours=11) * n, who, "1") for n, who in enumerate(people)]
    told += [(start, "sato@town.example", "1")] * 2
    told.append((datetime(2025, 4, 1, 14, 59, 59, tzinfo=UTC), "ito@town.example", "2"))
    told.append((datetime(2025, 4, 1, 15, 0, 0, tzinfo=UTC), "ito@town.example", "2"))
    return told


def _sent() -> Truth:
    rows = Counter((day_of(at), at, who) for at, who, _room in _facts())
    return Truth(("day_on", "occurred_at", "account"), rows, frozenset(Peer.window.days))


def _handled() -> Truth:
    rows = Counter(
        (day_of(at), at, who, _TASKS[task], f"/{room}/{CANARY}.xlsx")
        for at, who, room in _facts()
        if _TASKS[task := _task(at)]
    )
    columns = ("day_on", "occurred_at", "account", "action", "document")
    return Truth(columns, rows, frozenset(Peer.window.days))


def _table(service: str, facts: list[tuple[datetime, str, str]], further: str | None) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*_HEADERS[service], *((further,) if further else ())))
    for at, who, room in facts:
        time, name = at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M:%S"), f"{CANARY}({who})"
        row = {
            "message": (time, name, "次郎(j@x)", room, f"{CANARY}\n二行目"),
            "sent-mail": (time, CANARY, name, "j@x", "ok"),
            "drive": (time, name, "PC", _task(at), f"/{room}/{CANARY}.xlsx", CANARY, "Success"),
        }[service]
        writer.writerow((*row, *(("x",) if further else ())))
    return "\ufeff".encode() + out.getvalue().encode()


def _task(at: datetime) -> str:
    return list(_TASKS)[(at.hour + at.second) % len(_TASKS)]


class SavedPeer(FilePeer):
    """The talk log as an administrator saves it."""

    kind = "line_works"
    way = "file"
    window = Peer.window
    hostile = Peer.hostile
    is_streamed = False

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "talk.csv",)

    def connector(self) -> Connector:
        return line_works.connect(line_works.Settings(name="lineworks", files=self.files))

    def truth(self) -> dict[str, Truth]:
        return {"message": _sent()}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        facts = _facts()
        if order:
            order.shuffle(facts)
        self.files[0].write_bytes(_table("message", facts, self.new_field if new_field else None))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError
