"""The Reports API: newest first, five activities a page, tokens that a test may let expire."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from connectors.contract import Window, day_of
from connectors.google_workspace import Settings, client, connect
from connectors.patience import Patience
from tests.contract.loopback import Answer, Request
from tests.contract.peer import CANARY, HOSTILE, ServerPeer, Truth
from tests.contract.reports_api import LIST, activity, key_file

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract import Connector

_PAGE = 5


class Peer(ServerPeer):
    """One stream of acts and one of connections."""

    kind = "google_workspace"
    window = Window(date(2025, 4, 1), date(2025, 4, 5))
    new_field = "newField"
    has_tokens = True

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.told: dict[str, list[dict[str, Any]]] = {}
        self._seconds = client.READ_SECONDS, client.TOTAL_SECONDS
        client.READ_SECONDS, client.TOTAL_SECONDS = 1.0, 1.5

    def close(self) -> None:
        client.READ_SECONDS, client.TOTAL_SECONDS = self._seconds
        super().close()

    def connector(self) -> Connector:
        settings = Settings(
            name="google",
            credentials=SecretStr(key_file(self.server.url)),
            subject=f"{CANARY}@example.jp",
            endpoint=self.server.url,
            streams=("drive", "meet"),
        )
        return connect(settings, patience=Patience(tries=4, first_wait_seconds=0.05))

    def _times(self) -> list[tuple[datetime, str]]:
        start = datetime(2025, 3, 31, 15, 0, tzinfo=UTC)
        told = [
            (start + timedelta(hours=9 * n), who)
            for n, who in enumerate((*HOSTILE, "sato@x.jp", "suzuki@x.jp"))
        ]
        told.append((datetime(2025, 4, 1, 14, 59, 59, 999000, tzinfo=UTC), "sato@x.jp"))
        told.append((datetime(2025, 4, 1, 15, 0, tzinfo=UTC), "sato@x.jp"))
        return told

    def truth(self) -> dict[str, Truth]:
        days = frozenset(self.window.days)
        acts = Counter((day_of(at), at, who, "edited", f"{who}の案") for at, who in self._times())
        calls = Counter(
            (day_of(at), at, at - timedelta(seconds=60), who) for at, who in self._times()
        )
        return {
            "drive": Truth(("day_on", "occurred_at", "account", "action", "document"), acts, days),
            "meet": Truth(("day_on", "ended_at", "started_at", "account"), calls, days),
        }

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        self.told = {"drive": [], "meet": []}
        for number, (at, who) in enumerate(sorted(self._times(), reverse=True)):
            time = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            self.told["drive"].append(
                activity(
                    "drive",
                    time,
                    "edit",
                    number=-number,
                    email=who,
                    doc_id=f"{who}の案",
                    doc_title=CANARY,
                )
            )
            self.told["meet"].append(
                activity(
                    "meet",
                    time,
                    "call_ended",
                    number=number,
                    email=who,
                    conference_id="m",
                    duration_seconds="60",
                    is_external=False,
                )
            )
        for records in self.told.values():
            if new_field:
                records[-1]["newField"] = 1
            if order:
                order.shuffle(records)

    def is_data(self, request: Request) -> bool:
        return request.path != "/token"

    def answer(self, request: Request) -> Answer:
        if request.path == "/token":
            token = {"access_token": f"t-{CANARY}".encode().hex(), "expires_in": 3600}
            return Answer(json.dumps(token).encode())
        begin, end = request.query.get("startTime", ""), request.query.get("endTime", "9")
        records = self.told[request.path.removeprefix(LIST)]
        asked = [record for record in records if begin <= record["id"]["time"] <= end]
        start = int(request.query.get("pageToken", 0))
        body: dict[str, Any] = {"items": asked[start : start + _PAGE]} if asked else {}
        if start + _PAGE < len(asked):
            body["nextPageToken"] = str(start + _PAGE)
        return Answer(json.dumps(body).encode())
