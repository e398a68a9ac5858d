"""The town's server over real HTTP, read with the vendor's own client and by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import httplib2
import pytest
from cryptography.hazmat.primitives import serialization
from google.auth.exceptions import RefreshError
from googleapiclient.errors import HttpError

from connectors.demo_town import DemoTown, simulate_town
from connectors.demo_town.for_vendors.keys import make_rsa_key
from connectors.demo_town.server import TownServer
from connectors.demo_town.simulate.names import DOMAIN
from connectors.vendors.google_workspace.demo import CREDENTIALS
from connectors.vendors.google_workspace.demo.activities import Activities
from connectors.vendors.google_workspace.demo.field_mask import MaskError, parse_mask, projector
from connectors.vendors.google_workspace.demo.reports import Reports
from tests.contract.town.reports_client import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 11, 22)
OCTOBER = {"startTime": "2026-10-01T00:00:00+09:00", "endTime": "2026-10-31T23:59:59.999+09:00"}


@pytest.fixture(scope="module")
def town() -> DemoTown:
    """Return a town of two months."""
    return simulate_town(3, 2, TODAY)


@pytest.fixture
def server(town: DemoTown) -> Iterator[TownServer]:
    """Serve the town on loopback."""
    with TownServer(town) as server:
        yield server


@pytest.fixture
def http() -> Iterator[httplib2.Http]:
    """Return a client that is closed afterwards."""
    http = httplib2.Http(timeout=20)
    yield http
    http.close()


@pytest.fixture
def reader(server: TownServer, tmp_path: Path, http: httplib2.Http) -> Reader:
    """Return the vendor's client of the served town."""
    return Reader(server, tmp_path, http)


def test_paging_loses_nothing_and_comes_newest_first(town: DemoTown, reader: Reader) -> None:
    """Pages of 300 together are every activity of the month, once each, newest first."""
    rows = reader.read_all("chat", maxResults=300, **OCTOBER)
    times = [row["id"]["time"] for row in rows]
    assert times == sorted(times, reverse=True)
    qualifiers = {row["id"]["uniqueQualifier"] for row in rows}
    assert len(qualifiers) == len(rows)
    october = [
        act for day in town.days if day.on.month == 10 for act in day.acts if act.tool == "chat"
    ]
    assert len(rows) == len(october)


def test_both_ends_of_a_window_are_in(town: DemoTown) -> None:
    """An activity of the very first millisecond of a day comes with both neighbouring windows."""
    activities = Activities(town, "chat")
    at = next(
        time
        for index in range(len(activities.times))
        if (time := activities.write(index)["id"]["time"]).endswith("T15:00:00.000Z")
    )
    reports = Reports(town)
    ends = json.loads(
        reports.answer("chat", {"startTime": f"{at[:10]}T14:59:59.9995Z", "endTime": at}).body
    )
    starts = json.loads(
        reports.answer("chat", {"startTime": at, "endTime": f"{at[:10]}T15:00:00.001Z"}).body
    )
    assert ends["items"][0]["id"] == starts["items"][-1]["id"]


def test_a_mask_leaves_out_what_was_not_asked_for(reader: Reader) -> None:
    """With `fields=` no IP address, no kind and no title-bearing detail comes."""
    rows = reader.read_all(
        "drive",
        fields="nextPageToken,items(id/time,actor(email),events(name,parameters(name,boolValue)))",
        **OCTOBER,
    )
    assert {key for row in rows for key in row} == {"id", "actor", "events"}
    assert {key for row in rows for key in row["id"]} == {"time"}
    parameters = [part for row in rows for event in row["events"] for part in event["parameters"]]
    assert {key for part in parameters for key in part} == {"name", "boolValue"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a", {"a": 1}),
        ("b/c", {"b": {"c": 2}}),
        ("b(c,d)", {"b": {"c": 2, "d": 3}}),
        ("b/c, b/d", {"b": {"c": 2, "d": 3}}),
        ("b,b/c", {"b": {"c": 2, "d": 3}}),
        ("e/f", {"e": [{"f": 4}, {}]}),
        ("e(f,g),a", {"a": 1, "e": [{"f": 4}, {"g": 5}]}),
        ("b/*", {"b": {"c": 2, "d": 3}}),
        ("*", {"a": 1, "b": {"c": 2, "d": 3}, "e": [{"f": 4}, {"g": 5}]}),
    ],
)
def test_the_grammar_of_masks(
    monkeypatch: pytest.MonkeyPatch, text: str, kept: dict[str, Any]
) -> None:
    """Commas, slashes, brackets, repeated fields and the star mean what the vendor says they mean."""
    paths = {"a": None, "b": {"c": None, "d": None}, "e": {"f": None, "g": None}}
    monkeypatch.setattr("connectors.vendors.google_workspace.demo.field_mask._PATHS", paths)
    whole = {"a": 1, "b": {"c": 2, "d": 3}, "e": [{"f": 4}, {"g": 5}]}
    assert projector(parse_mask(text))(whole) == kept


@pytest.mark.parametrize("text", ["items(id", "items)", "items//id", ",kind", "items(naem)", ""])
def test_a_mask_that_is_none_is_refused(text: str) -> None:
    """Brackets that do not close, empty names and unknown fields are refused, not ignored."""
    with pytest.raises(MaskError):
        parse_mask(text)


@pytest.mark.parametrize(
    "query",
    [
        {"startTime": "yesterday"},
        {"startTime": "2026-10-01T00:00:00"},
        {"startTime": "2026-10-02T00:00:00Z", "endTime": "2026-10-01T00:00:00Z"},
        {"startTime": "2027-10-02T00:00:00Z"},
        {"maxResults": "1001"},
        {"maxResults": "0"},
        {"pageToken": "nonsense"},
        {"fields": "items(secret)"},
        {"filters": "doc_id==x"},
    ],
)
def test_a_wrong_request_is_refused_in_the_vendors_form(
    town: DemoTown, query: dict[str, str]
) -> None:
    """400 with the vendor's error object; the town never answers a question it did not understand."""
    answer = Reports(town).answer("drive", query)
    assert answer.status == 400
    error = json.loads(answer.body)["error"]
    assert error["code"] == 400
    assert error["errors"][0]["reason"] == "invalid"


def test_a_page_token_belongs_to_its_query(town: DemoTown) -> None:
    """A token taken to another application or window is refused."""
    reports = Reports(town)
    token = json.loads(reports.answer("drive", {"maxResults": "5", **OCTOBER}).body)[
        "nextPageToken"
    ]
    assert reports.answer("drive", {"pageToken": token, **OCTOBER}).status == 200
    assert reports.answer("chat", {"pageToken": token, **OCTOBER}).status == 400


def test_a_429_with_retry_after_comes_now_and_then(town: DemoTown) -> None:
    """Of 1000 requests a few are turned away, each saying how long to wait."""
    reports = Reports(town)
    answers = [reports.answer("meet", {"maxResults": "1"}) for _ in range(1000)]
    refused = [answer for answer in answers if answer.status == 429]
    assert 4 <= len(refused) <= 8
    assert {answer.headers["Retry-After"] for answer in refused} == {"1"}


def test_late_activities_arrive_once_they_have_settled(town: DemoTown) -> None:
    """A share of the last days is missing at first, and nothing before them."""
    reports = Reports(town, late_share=0.2)
    query = {"startTime": "2026-11-10T00:00:00+09:00", "fields": "items/id"}
    before = json.loads(reports.answer("drive", query).body)["items"]
    reports.settle()
    after = json.loads(reports.answer("drive", query).body)["items"]
    missing = [item["id"]["time"] for item in after if item not in before]
    assert missing
    assert min(missing) >= "2026-11-18T15:00:00"


def test_the_same_seed_and_day_give_the_same_bytes(town: DemoTown) -> None:
    """Two towns raised alike answer byte for byte alike."""
    again = simulate_town(3, 2, TODAY)
    for application in ("drive", "meet", "chat", "calendar"):
        first = Reports(town).answer(application, OCTOBER)
        assert first.status == 200
        assert first == Reports(again).answer(application, OCTOBER)


def test_a_key_of_another_account_is_refused(reader: Reader) -> None:
    """A request signed with another private key gets no token."""
    pem = make_rsa_key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        reader.read_all("meet", {"private_key": pem.decode()})


def test_a_scope_that_was_not_delegated_is_refused(reader: Reader) -> None:
    """A wider scope gives `unauthorized_client`."""
    scope = "https://www.googleapis.com/auth/admin.directory.user"
    with pytest.raises(RefreshError, match="unauthorized_client"):
        reader.read_all("meet", {"scope": scope})


@pytest.mark.parametrize("subject", ["", f"sato@{DOMAIN}"])
def test_a_subject_without_the_privilege_may_not_read(reader: Reader, subject: str) -> None:
    """No subject, or one who is no administrator: 401 in the vendor's words."""
    with pytest.raises(HttpError, match="not authorized to read activity records") as caught:
        reader.read_all("meet", {"subject": subject})
    assert caught.value.status_code == 401


def test_without_a_bearer_token_there_is_no_answer(server: TownServer, http: httplib2.Http) -> None:
    """401 with WWW-Authenticate, as for any Google API."""
    url = f"{server.url}/admin/reports/v1/activity/users/all/applications/drive"
    response, _ = http.request(url)
    assert response.status == 401
    assert response["www-authenticate"].startswith("Bearer ")


def test_the_key_file_is_readable_by_its_owner_alone(server: TownServer, tmp_path: Path) -> None:
    """The service account's file has mode 0600."""
    server.write_access(tmp_path)
    assert (tmp_path / CREDENTIALS).stat().st_mode & 0o777 == 0o600


def test_the_town_runs_as_a_program_and_ends_with_its_stdin(
    tmp_path: Path, http: httplib2.Http
) -> None:
    """`python -m connectors.demo_town` prints its address when all is there, and ends when stdin closes."""
    command = [
        sys.executable,
        "-m",
        "connectors.demo_town",
        "--folder",
        str(tmp_path),
        "--months",
        "1",
    ]
    with subprocess.Popen(
        [*command, "--today", "2026-11-22"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        response, _ = http.request(f"{url}/nothing")
        assert response.status == 404
        names = {path.name for path in tmp_path.iterdir()}
        assert {"staff.csv", "sections.csv", "google-service-account.json", "cups"} <= names
        process.stdin.close()
        assert process.wait(timeout=20) == 0
