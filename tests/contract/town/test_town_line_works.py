"""The town's LINE WORKS, asked as its own documents say and through the real connector."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import httpx
import jwt
import pytest

from connectors.contract.errors import StopSource
from connectors.contract.streams import Window
from connectors.demo_town import DemoTown, simulate_town
from connectors.demo_town.server import TownServer
from connectors.vendors.line_works import Settings, connect
from connectors.vendors.line_works.demo.api import CLIENT_ID, KEY, PREFIX, SECRET, SERVICE_ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 11, 22)
DAY = Window(date(2026, 11, 18), date(2026, 11, 19))


@pytest.fixture(scope="module")
def town() -> DemoTown:
    """Return a town of two months whose chat is LINE WORKS."""
    return simulate_town(3, 2, TODAY, ["lineworks"])


@pytest.fixture
def server(town: DemoTown, tmp_path: Path) -> Iterator[TownServer]:
    """Serve the town on loopback, its secrets in the test's folder."""
    with TownServer(town) as server:
        server.write_access(tmp_path)
        yield server


def form(folder: Path, **other: str) -> dict[str, str]:
    """Return the form that asks for a token; `other` takes the place of what is right."""
    now = int(time.time())
    claims = {"iss": CLIENT_ID, "sub": SERVICE_ACCOUNT, "iat": now, "exp": now + 600}
    right = {
        "assertion": jwt.encode(claims, (folder / KEY).read_text("utf-8"), "RS256"),
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "client_id": CLIENT_ID,
        "client_secret": (folder / SECRET).read_text("utf-8"),
        "scope": "audit.read",
    }
    return right | other


def query(days: int = 4, **other: str) -> dict[str, str]:
    """Return what asks for one day's talk."""
    day = TODAY - timedelta(days=days)
    right = {
        "service": "message",
        "startTime": f"{day}T00:00:00+09:00",
        "endTime": f"{day}T23:59:59+09:00",
        "language": "ja_JP",
    }
    return right | other


def test_a_log_is_a_redirect_to_a_csv_and_now_and_then_it_breaks_off(
    server: TownServer, tmp_path: Path
) -> None:
    """302 first; of ten downloads at least one ends with the vendor's words, and not all do."""
    with httpx.Client(base_url=f"{server.url}{PREFIX}") as client:
        answer = client.post("/oauth2/v2.0/token", data=form(tmp_path)).json()
        headers = {"Authorization": f"Bearer {answer['access_token']}"}
        ends = []
        for _ in range(10):
            asked = client.get("/v1.0/audits/logs/download", params=query(), headers=headers)
            assert asked.status_code == 302
            body = client.get(f"{server.url}{asked.headers['location']}").content
            assert body.startswith("\ufeff日時,送信者,受信者,トークルームID,トーク".encode())
            ends.append(body.endswith(b"downloadLogs error"))
        assert 0 < sum(ends) < 4
        late = client.get("/v1.0/audits/logs/download", params=query(181), headers=headers)
        assert late.status_code == 400
        assert client.get("/v1.0/audits/logs/download", params=query()).status_code == 401


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("client_secret", "wrong", "invalid_client"),
        ("scope", "bot", "invalid_scope"),
        ("assertion", "a.b.c", "invalid_grant"),
    ],
)
def test_who_is_not_the_service_account_gets_no_token(
    server: TownServer, tmp_path: Path, name: str, value: str, word: str
) -> None:
    """A wrong secret, another scope, an assertion that nobody signed."""
    url = f"{server.url}{PREFIX}/oauth2/v2.0/token"
    answer = httpx.post(url, data=form(tmp_path, **{name: value}))
    assert answer.status_code in {400, 401}
    assert answer.json()["error"] == word


def test_the_connector_names_what_is_wrong_with_a_secret(
    server: TownServer, tmp_path: Path
) -> None:
    """A wrong secret stops the source, with the settings to look at."""
    (tmp_path / SECRET).write_text("wrong", "utf-8")
    told = {
        "name": "lineworks",
        "client_id": CLIENT_ID,
        "client_secret_file": SECRET,
        "service_account": SERVICE_ACCOUNT,
        "private_key_file": KEY,
        "endpoint": f"{server.url}{PREFIX}/v1.0",
        "authority": f"{server.url}{PREFIX}",
        "seconds_between": 0,
    }
    source = connect(
        Settings.model_validate(told | {"kind": "line_works"}, context={"base": tmp_path})
    )
    with pytest.raises(StopSource, match="client_secret_file"):
        list(source.fetch(source.streams[0], DAY))
