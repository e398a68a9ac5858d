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

from connectors import line_works
from connectors.contract import TOKYO, Window, day_of
from connectors.patience import Budget
from tests.contract.loopback import Answer, Request
from tests.contract.peer import CANARY, HOSTILE, ServerPeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract import Connector

_HEADERS = {
    "message": ("日時", "送信者", "受信者", "トークルームID", "トーク"),
    "sent-mail": ("送信日時", "件名", "送信者", "受信者", "状態"),
}


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
        self.facts = self._facts()
        self.extra = False
        self.tail = b""

    def connector(self) -> Connector:
        settings = line_works.Settings(
            name="lineworks",
            services=("message", "sent-mail"),
            client_id="c",
            client_secret_file=SecretStr(f"secret-{CANARY}"),
            service_account="s",
            private_key_file=SecretStr(private_key()),
            endpoint=self.server.url,
            authority=self.server.url,
        )
        return line_works.connect(settings, budget=Budget(1000, 1.0))

    def _facts(self) -> list[tuple[datetime, str, str]]:
        start = datetime(2025, 4, 1, 0, 0, 5, tzinfo=UTC)
        people = ("sato@town.example", "sato@town.example", *self.hostile)
        told = [(start + timedelta(hours=11) * n, who, "1") for n, who in enumerate(people)]
        told += [(start, "sato@town.example", "1")] * 2
        told.append((datetime(2025, 4, 1, 14, 59, 59, tzinfo=UTC), "ito@town.example", "2"))
        told.append((datetime(2025, 4, 1, 15, 0, 0, tzinfo=UTC), "ito@town.example", "2"))
        return told

    def truth(self) -> dict[str, Truth]:
        rows = Counter((day_of(at), at, who) for at, who, _room in self._facts())
        truth = Truth(("day_on", "occurred_at", "account"), rows, frozenset(self.window.days))
        return {"message": truth, "sent-mail": truth}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        self.facts = self._facts()
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
            target = f"{query['service']}/{query['startTime']}/{query['endTime']}"
            return Answer(
                status=302,
                headers={"Location": f"{self.server.url}/files/{target.replace('+', '%2B')}"},
            )
        _nothing, _files, service, start, end = request.path.replace("%2B", "+").split("/")
        return Answer(
            self._csv(service, datetime.fromisoformat(start), datetime.fromisoformat(end)),
            content_type="text/csv",
        )

    def _csv(self, service: str, start: datetime, end: datetime) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        further = (self.new_field,) if self.extra else ()
        writer.writerow((*_HEADERS[service], *further))
        for at, who, room in self.facts:
            if start <= at <= end:
                time = at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M:%S")
                row = {
                    "message": (time, f"{CANARY}({who})", "次郎(j@x)", room, f"{CANARY}\n二行目"),
                    "sent-mail": (time, CANARY, f"{CANARY}({who})", "j@x", "ok"),
                }[service]
                writer.writerow((*row, *("x" for _ in further)))
        return "\ufeff".encode() + out.getvalue().encode() + self.tail
