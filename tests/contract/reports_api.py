"""A small Reports API on loopback, for one test at a time, with a real token endpoint."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr

from connectors.io.http.retry import RetryPolicy
from connectors.vendors.google_workspace import GoogleWorkspace, Settings, connect
from tests.loopback import Answer, Request, loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIST = "/admin/reports/v1/activity/users/all/applications/"


@cache
def _private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def key_file(url: str) -> str:
    """Return a service account's key whose tokens come from this server."""
    return json.dumps(
        {
            "type": "service_account",
            "project_id": "p",
            "private_key_id": "1",
            "private_key": _private_key(),
            "client_email": "reader@p.iam.gserviceaccount.com",
            "client_id": "1",
            "token_uri": f"{url}/token",
        }
    )


@dataclass
class ReportsApi:
    """Answers from `activities` by application, newest first, `page` at a time."""

    activities: dict[str, list[dict[str, Any]]]
    page: int = 1000
    replies: list[Answer] = field(default_factory=list)
    """Said before anything else, one a request."""
    token_reply: Answer | None = None
    change: Callable[[dict[str, Any], Request], dict[str, Any]] = lambda body, _: body
    asked: list[Request] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    url: str = ""

    def answer(self, asked: Request) -> Answer:
        """Say what the API would."""
        if asked.path == "/token":
            body = {"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}
            return self.token_reply or Answer(body=json.dumps(body).encode())
        self.asked.append(asked)
        if self.replies:
            return self.replies.pop(0)
        found = [
            activity
            for activity in self.activities.get(asked.path.removeprefix(LIST), [])
            if asked.query.get("startTime", "") <= activity["id"]["time"]
            and activity["id"]["time"] < asked.query.get("endTime", "9")
        ]
        found.sort(key=lambda activity: activity["id"]["time"], reverse=True)
        size = min(self.page, int(asked.query["maxResults"]))
        start = int(asked.query.get("pageToken", "0"))
        body = {"kind": "admin#reports#activities"}
        if found[start : start + size]:
            body["items"] = found[start : start + size]
        if start + size < len(found):
            body["nextPageToken"] = str(start + size)
        return Answer(
            body=json.dumps(self.change(body, asked)).encode(),
            content_type="application/json",
        )

    def connector(self, **more: Any) -> GoogleWorkspace:  # noqa: ANN401 - any setting
        """Return the real connector, pointed here."""
        settings = Settings(
            name="gws",
            credentials=SecretStr(more.pop("credentials", None) or key_file(self.url)),
            subject="admin@example.jp",
            endpoint=self.url,
            **more,
        )
        return connect(
            settings, retry_policy=RetryPolicy(tries=3, sleep=self.waits.append, chance=lambda: 0.0)
        )


@contextmanager
def reports_api(**activities: list[dict[str, Any]]) -> Iterator[ReportsApi]:
    """Serve the activities, by application name."""
    api = ReportsApi(activities)
    with loopback(api.answer) as url:
        api.url = url
        yield api


def activity(
    application: str,
    time: str,
    name: str,
    *,
    number: int = 1,
    email: str | None = "a@x.jp",
    **values: object,
) -> dict[str, Any]:
    """Return one activity as Google writes it."""
    parameters = [
        {
            "name": key,
            (
                "boolValue"
                if isinstance(value, bool)
                else "intValue"
                if key.endswith("seconds")
                else "value"
            ): value,
        }
        for key, value in values.items()
    ]
    return {
        "id": {
            "time": time,
            "uniqueQualifier": str(number),
            "applicationName": application,
            "customerId": "C1",
        },
        "actor": {"callerType": "USER", "email": email} if email else {"callerType": "KEY"},
        "events": [{"name": name, "parameters": parameters}],
    }
