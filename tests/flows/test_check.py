"""`hirogari check` reports each mistake of an operator with problem, place and next step, in both languages."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.contract.peers.line_works import private_key
from tests.contract.reports_api import key_file
from tests.flows.checked import SECRET, assert_named, check_with
from tests.loopback import Answer, Loopback, Request

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = Answer(json.dumps({"access_token": "t", "expires_in": 3600, "refresh_token": "r"}).encode())


SOURCES = {
    "google": 'kind = "google_workspace"\ncredentials = "google.json"\nsubject = "admin@town.example"\n'
    'streams = ["drive"]\nendpoint = "{url}"',
    "m365": 'kind = "microsoft_365"\ntenant_id = "town"\nclient_id = "app"\nclient_secret_file = "secret"\n'
    'reports = ["teams"]\nendpoint = "{url}/v1.0"\nauthority = "{url}"',
    "uprint": 'kind = "universal_print"\ntenant_id = "town"\nclient_id = "app"\ntoken_file = "secret"\n'
    'endpoint = "{url}/v1.0"\nauthority = "{url}"',
    "lineworks": 'kind = "line_works"\nclient_id = "c"\nclient_secret_file = "secret"\nservice_account = "s"\n'
    'private_key_file = "key.pem"\nendpoint = "{url}"\nauthority = "{url}"',
    "zoom": 'kind = "zoom"\naccount_id = "a"\nclient_id = "c"\nclient_secret_file = "secret"\n'
    'endpoint = "{url}/v2"\nauthority = "{url}"',
    "slack": 'kind = "slack"\ntoken_file = "secret"\nendpoint = "{url}/api"',
    "mattermost": 'kind = "mattermost"\nendpoint = "{url}"\ntoken_file = "secret"\nteams = {{ soumu = "t" }}',
    "cloud": 'kind = "nextcloud"\nendpoint = "{url}"\ntoken_file = "secret"',
}
"""Source → its settings. A source that reads files has its settings in the test case."""


@dataclass(frozen=True)
class Mistake:
    """The faulty responses of one source, and the words that `check` must print for them."""

    source: str
    answers: dict[str, Answer]
    """Start of the path → response; other paths are answered with a token."""
    owed: tuple[str, ...]
    files: dict[str, bytes] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the source's name, for the name of the test."""
        return self.source


def _told(status: int, **body: object) -> Answer:
    return Answer(json.dumps(body).encode(), status)


WRONG_SECRET = (
    Mistake("google", {"/token": _told(400, error="invalid_grant")}, ("gives no token", "key")),
    Mistake("m365", {"/town": _told(401, error="invalid_client")}, ("invalid_client", "client_secret_file")),
    Mistake("uprint", {"/town": _told(400, error="invalid_grant")}, ("has ended", "hirogari sign-in uprint")),
    Mistake("lineworks", {"/oauth2": _told(401, error="invalid_client")}, ("gives no token", "client_secret_file")),
    Mistake("zoom", {"/oauth": _told(400, error="invalid_client")}, ("invalid_client", "client_secret_file")),
    Mistake("slack", {"/api": _told(200, ok=False, error="invalid_auth")}, ("invalid_auth", "token_file")),
    Mistake("mattermost", {"/api": _told(401)}, ("401", "token_file")),
    Mistake("cloud", {"/ocs": _told(401)}, ("401", "token_file")),
)  # fmt: skip


MISSING_SCOPE = (
    Mistake("google", {"/token": _told(401, error="unauthorized_client")}, ("no token", "scope")),
    Mistake("m365", {"/v1.0": _told(403)}, ("403", "Reports.Read.All (application")),
    Mistake("uprint", {"/v1.0": _told(403)}, ("403", "delegated permission Reports.Read.All")),
    Mistake("lineworks", {"/audits": _told(403)}, ("403", "audit.read")),
    Mistake("zoom", {"/v2": _told(400, code=4711, message="x")}, ("lacks a scope", "report:read:list_users:admin")),
    Mistake("slack", {"/api": _told(200, ok=False, error="missing_scope", needed="users:read")}, ("users:read", "scope")),
    Mistake("mattermost", {"/api": _told(403)}, ("403", "get_analytics")),
)  # fmt: skip


_TEAMS = (
    "Report Refresh Date,User Principal Name,Team Chat Message Count,Private Chat Message Count,Meetings Attended Count\n"
    f"2025-04-01,{'0' * 32},1,1,1\n"
)


_USAGE = {"userPrincipalName": "A" * 32, "usageDate": "2025-04-01", "completedJobCount": 1,
          "pageCount": 1, "mediaSheetCount": 1}  # fmt: skip


CONCEALED_NAMES = (
    Mistake("m365", {"/v1.0": Answer(_TEAMS.encode(), content_type="text/csv")}, ("concealed", "displayConcealedNames")),
    Mistake("uprint", {"/v1.0": _told(200, value=[_USAGE])}, ("concealed", "displayConcealedNames")),
)  # fmt: skip


FREE_PLAN = (
    Mistake(
        "zoom",
        {"/v2": _told(400, code=200, message="Only available for Paid account: 4711")},
        ("plan has no report API", "`files`"),
    ),
    Mistake("lineworks", {"/audits": _told(403)}, ("403", "free plan")),
    Mistake("google", {"/admin": _told(403, error={"code": 403, "errors": [{"reason": "forbidden"}]})}, ("403", "edition")),
)  # fmt: skip


_LINE = "日時,利用者,操作\n2025-04-01 09:00:00,佐藤,閲覧\n"


_MAPPED = 'kind = "mapped_csv"\nfiles = ["log"]\ntool = "files"\naction = "viewed"\ncolumns = {{ time = "日時", account = "利用者" }}'


WRONG_ENCODING = (
    (_MAPPED, _LINE.encode("euc_jp"), ("encoding", "UTF-8")),
    (_MAPPED + '\nencoding = "utf-8"', _LINE.encode("cp932"), ("not in utf-8", "log")),
    ('kind = "samba"\nfiles = ["log"]\nprefix = "%T|%u|%I|%m|%S"', b"2025/04/01 09:00:00|\x81\xff|x|y|z|open|ok|r|a\n", ("utf-8", "log")),
    ('kind = "nextcloud"\nfiles = ["log"]', b'{"time": "2025-04-01", "user": "\x81\xff"}\n', ("utf-8", "log")),
    ('kind = "zoom"\nfiles = ["log"]', "名前,参加時間,退出時間\n".encode("euc_jp"), ("header", "encoding", "UTF-8")),
    ('kind = "line_works"\nfiles = ["log"]', "日時,送信者\n".encode("euc_jp"), ("encoding", "UTF-8")),
    ('kind = "approvals"\nfile = "log"', "課,月,電子,紙\n".encode("euc_jp"), ("encoding", "UTF-8")),
)  # fmt: skip


def _over_http(mistake: Mistake, town_hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(request: Request) -> Answer:
        found = [told for start, told in mistake.answers.items() if request.path.startswith(start)]
        return found[0] if found else TOKEN

    with Loopback(answer) as server:
        secrets = {"google.json": key_file(server.url), "key.pem": private_key(), "secret": SECRET}
        for name, text in secrets.items():
            path = town_hall.parent / name
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8")
        settings = SOURCES[mistake.source].format(url=server.url)
        wrong = check_with(town_hall, mistake.source, settings, capsys)
    assert_named(wrong, mistake.source, mistake.owed)


@pytest.mark.parametrize("mistake", WRONG_SECRET, ids=str)
def test_a_wrong_secret_is_named(
    mistake: Mistake, town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The finding names the file or the setting that holds the secret, never the secret."""
    _over_http(mistake, town_hall, capsys)


@pytest.mark.parametrize("mistake", MISSING_SCOPE, ids=str)
def test_a_missing_scope_is_named(
    mistake: Mistake, town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The finding names the scope and where to grant it."""
    _over_http(mistake, town_hall, capsys)


@pytest.mark.parametrize("mistake", CONCEALED_NAMES, ids=str)
def test_concealed_names_are_named(
    mistake: Mistake, town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The finding names the vendor's setting that conceals them."""
    _over_http(mistake, town_hall, capsys)


@pytest.mark.parametrize("mistake", FREE_PLAN, ids=str)
def test_a_free_plan_without_the_api_is_named(
    mistake: Mistake, town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The finding says what to do instead."""
    _over_http(mistake, town_hall, capsys)


@pytest.mark.parametrize(("settings", "content", "owed"), WRONG_ENCODING)
def test_a_wrong_encoding_is_named(
    settings: str,
    content: bytes,
    owed: tuple[str, ...],
    town_hall: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The finding names the file; the encoding is never guessed."""
    (town_hall.parent / "log").write_bytes(content)
    wrong = check_with(town_hall, "saved", settings.format(), capsys)
    assert_named(wrong, "log", owed)
