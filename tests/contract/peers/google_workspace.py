"""The Reports API for two applications: newest first, three a page, tokens of a real service account."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from connectors.contract.streams import Window, day_of
from connectors.io.http.retry import RetryPolicy
from connectors.vendors import google_workspace
from connectors.vendors.google_workspace.api import client
from tests.contract.peer import CANARY, HOSTILE, ServerPeer, Truth
from tests.contract.reports_api import LIST, key_file
from tests.loopback import Answer, Request

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_ACTIONS = {"edit": "edited", "view": "viewed", "message_posted": "sent"}
_EVENTS = {"drive": ("edit", "view"), "chat": ("message_posted",)}


class Peer(ServerPeer):
    kind = "google_workspace"
    window = Window(date(2025, 4, 1), date(2025, 4, 5))
    new_field = "newField"
    has_tokens = True

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.activities: dict[str, list[dict[str, Any]]] = {}
        # The connector's own end of a drip, shortened as transport's is in conftest.py.
        self._total, client.TOTAL_SECONDS = client.TOTAL_SECONDS, 1.5

    def close(self) -> None:
        client.TOTAL_SECONDS = self._total
        super().close()

    def connector(self) -> Connector:
        settings = google_workspace.Settings(
            name="google",
            credentials=SecretStr(key_file(self.server.url)),
            subject=f"{CANARY}@example.jp",
            streams=("drive", "chat"),
            endpoint=self.server.url,
        )
        return google_workspace.connect(
            settings, retry_policy=RetryPolicy(tries=4, first_wait_seconds=0.05)
        )

    def _facts(self, application: str) -> list[tuple[datetime, str, str]]:
        start = datetime(2025, 4, 1, 0, 0, 0, tzinfo=UTC)
        told = [
            (start + timedelta(hours=11) * n, who, name)
            for n, who in enumerate(("sato@x", *HOSTILE))
            for name in _EVENTS[application]
        ]
        last = datetime(2025, 4, 1, 14, 59, 59, 999000, tzinfo=UTC)
        told.append((last, "ito@x", _EVENTS[application][0]))
        told.append((last + timedelta(milliseconds=1), "ito@x", _EVENTS[application][0]))
        return told

    def truth(self) -> dict[str, Truth]:
        columns = ("day_on", "occurred_at", "account", "action")
        days = frozenset(self.window.days)
        return {
            application: Truth(
                columns,
                Counter(
                    (day_of(at), at, who, _ACTIONS[name])
                    for at, who, name in self._facts(application)
                ),
                days,
            )
            for application in _EVENTS
        }

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        for application in _EVENTS:
            found = [
                {
                    "id": {
                        "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                        "uniqueQualifier": str(-n),
                        "applicationName": application,
                        "customerId": "C0",
                    },
                    "actor": {"email": who, "profileId": "1"},
                    "events": [
                        {
                            "type": "access",
                            "name": name,
                            "parameters": [
                                {"name": "doc_id", "value": f"d-{who}"},
                                {"name": "doc_title", "value": CANARY},
                                {"name": "primary_event", "boolValue": True},
                            ],
                        }
                    ],
                }
                for n, (at, who, name) in enumerate(self._facts(application))
            ]
            if new_field:
                found[0]["newField"] = CANARY
            if order:
                order.shuffle(found)
            # The API itself promises newest first; what is shuffled is the order within one instant.
            found.sort(key=lambda one: str(one["id"]["time"]), reverse=True)  # type: ignore[index]  # our own
            self.activities[application] = found

    def is_data(self, request: Request) -> bool:
        return request.path != "/token"

    def answer(self, request: Request) -> Answer:
        if request.path == "/token":
            token = {"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}
            return Answer(json.dumps(token).encode())
        query = request.query
        found = [
            one
            for one in self.activities[request.path.removeprefix(LIST)]
            if query.get("startTime", "") <= one["id"]["time"] < query.get("endTime", "9")
        ]
        start, size = int(query.get("pageToken", "0")), min(3, int(query["maxResults"]))
        body: dict[str, Any] = {"kind": "admin#reports#activities"}
        if found[start : start + size]:
            body["items"] = found[start : start + size]
        if start + size < len(found):
            body["nextPageToken"] = str(start + size)
        return Answer(json.dumps(body).encode())
