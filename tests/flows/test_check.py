"""`hirogari check` reports each mistake of an operator with problem, place and next step, and exit code 2."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from flows.cli import main
from tests.contract.peers.line_works import private_key
from tests.contract.reports_api import key_file
from tests.loopback import Answer, Loopback, Request

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = Answer(json.dumps({"access_token": "t", "expires_in": 3600, "refresh_token": "r"}).encode())
SECRET = "himitsu-no-kagi"
IN_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")

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


def _check(
    town_hall: Path, source: str, settings: str, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """Run `hirogari check` on the town hall with one more source; return its failed lines in English.

    Asserts that the Japanese run has as many lines, with problem and next step in Japanese.
    """
    text = town_hall.read_text(encoding="utf-8")
    added = f'\n[[sources]]\nname = "{source}"\n{settings}\n'
    town_hall.write_text(text + added, encoding="utf-8")
    japanese = _wrong(town_hall, capsys)
    for line in japanese:
        thing, _place, step = _parts(line)
        assert IN_JAPANESE.search(thing), line
        assert IN_JAPANESE.search(step), line
    in_english = text.replace("[town]", '[town]\nlanguage = "en"') + added
    town_hall.write_text(in_english, encoding="utf-8")
    english = _wrong(town_hall, capsys)
    assert len(english) == len(japanese)
    return english


def _wrong(town_hall: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--settings", str(town_hall)])
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert SECRET not in told.out + told.err
    assert "Traceback" not in told.out + told.err
    lines = told.out.splitlines()
    wrong = [line for line in lines if line.startswith("NG ")]
    assert any(line.startswith("ok ") and "page_log" in line for line in lines), (
        "the others are looked at"
    )
    return wrong


def _parts(line: str) -> tuple[str, str, str]:
    """Split a line into problem, place and next step."""
    said, _arrow, step = line.removeprefix("NG ").partition("] → ")
    thing, _bracket, place = said.rpartition(" [")
    return thing, place, step


def _assert_named(wrong: list[str], place: str, owed: tuple[str, ...]) -> None:
    assert wrong, "nothing is named"
    for line in wrong:
        thing, where, step = _parts(line)
        assert thing
        assert place in where
        assert step
        assert all(words in line for words in owed), line


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
        wrong = _check(town_hall, mistake.source, settings, capsys)
    _assert_named(wrong, mistake.source, mistake.owed)


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
    wrong = _check(town_hall, "saved", settings.format(), capsys)
    _assert_named(wrong, "log", owed)


MEMBERS = 'kind = "slack_members"\nfiles = ["*members*.csv"]'
_MEMBERS = "Name,Days active,Messages posted\n佐藤,{days},{messages}\n"
WRONG_MONTHS = (
    ("members.csv", _MEMBERS.format(days=1, messages=1), ("of which month", "slack-members-2026-04.csv")),
    ("members-2025-02.csv", _MEMBERS.format(days=29, messages=1), ("line 2", "“Days active”", "longer time", "whole month")),
    ("members-2025-02.csv", _MEMBERS.format(days=1, messages="x"), ("line 2", "“Messages posted”", "anew")),
    ("members-2025-02.csv", "Name,Days active\n佐藤,1\n", ("no column “Messages posted”",)),
    ("members-2025-02.csv", _MEMBERS.splitlines()[0] + "\n", ("no member", "whole month")),
    ("members-2099-01.csv", _MEMBERS.format(days=1, messages=1), ("before its month was over", "again")),
)  # fmt: skip


@pytest.mark.parametrize(("name", "content", "owed"), WRONG_MONTHS)
def test_what_is_no_whole_month_of_slack_is_named(
    name: str,
    content: str,
    owed: tuple[str, ...],
    town_hall: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The finding names the file, its row and its column, never a member's name."""
    (town_hall.parent / name).write_text(content, encoding="utf-8")
    wrong = _check(town_hall, "months", MEMBERS, capsys)
    assert not any("佐藤" in line for line in wrong)
    _assert_named(wrong, name, owed)


TALLIED = "課,月,電子,紙\n総務課,2025-04,1,2\nzeimu,2025-04,1,2\n総無課,2025-04,3,4\n"


def test_a_section_that_is_not_on_the_list_is_named(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` reports it in a book, with its spelling, row and column, and in the settings, before a night meets it."""
    (town_hall.parent / "book.csv").write_text(TALLIED, encoding="utf-8")
    book = 'kind = "approvals"\nfile = "book.csv"\nsections = ["nono"]'
    wrong = _check(town_hall, "approvals", book, capsys)
    assert [line.removeprefix("NG  ").partition("]")[0] for line in wrong] == [
        "there is no section '総無課' [source approvals, book.csv row 4, column “課”",
        "there is no section 'nono' [source approvals, sections",
        "`sections` is for sources that tell of a tool's use or of printing [source approvals",
    ]
    assert all("one of: soumu" in line for line in wrong[:2])


def test_all_that_is_wrong_in_a_row_of_a_book_is_named(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong number and a wrong section are reported in one run, with the column names of this book."""
    (town_hall.parent / "book.csv").write_text(
        "月,課名,購入枚数\n2025-04,総無課,約百\n", encoding="utf-8"
    )
    text = town_hall.read_text(encoding="utf-8")
    town_hall.write_text(
        f'{text}\n[[sources]]\nname = "paper2"\nkind = "paper_bought"\nfile = "book.csv"\n',
        encoding="utf-8",
    )
    with pytest.raises(SystemExit):
        main(["check", "--settings", str(town_hall)])
    told = capsys.readouterr().out
    assert "課 '総無課' は課の表にありません [source paper2, book.csv 2行目「課名」]" in told
    assert "book.csv 2行目: 「購入枚数」が数として読めません" in told


@pytest.mark.parametrize("language", ["ja", "en"])
def test_check_speaks_the_towns_language(
    language: str, town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The findings on roster, sections and settings, and their next steps, are in the town's language."""
    text = town_hall.read_text(encoding="utf-8")
    text = text.replace("[town]", f'[town]\nlanguage = "{language}"')
    more = "[targets.section.sommu]\nfiles = { 2026 = 80 }\n"
    served = text.replace('kind = "paper_bought"', 'kind = "paper_bought"\nsections = ["soumu"]')
    town_hall.write_text(f"{served}\n{more}", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["check", "--settings", str(town_hall)])
    lines = capsys.readouterr().out.splitlines()
    steps = [line for line in lines if line.startswith("NG ")]
    assert len(steps) == 2, lines
    in_japanese = [any("ぁ" <= letter <= "ん" for letter in line) for line in steps]
    assert in_japanese == [language == "ja"] * 2, steps
    roster = {"ja": "名簿: 職員 12 人、課 2", "en": "roster: 12 staff, 2 sections"}[language]
    assert f"ok  {roster} [" in lines[1]


def test_each_mistake_of_the_roster_has_a_line_of_its_own(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The two empty files that `hirogari init` writes give two findings on two lines."""
    for name, header in (
        ("staff.csv", "staff_no,section,from,to,accounts"),
        ("sections.csv", "section,name,from,to,successor"),
    ):
        (town_hall.parent / name).write_text(header + "\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["check", "--settings", str(town_hall)])
    wrong = [
        line
        for line in capsys.readouterr().out.splitlines()
        if "s.csv" in line or "staff.csv" in line
    ]
    assert [line.split(" [")[1].split("]")[0] for line in wrong] == ["sections.csv", "staff.csv"]
    assert all(line.startswith("NG ") and "→" in line for line in wrong)


def test_a_tool_counted_by_person_here_and_without_people_there_is_said(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is a finding unless one source names its sections: a section must not show 0 % because it uses the other."""
    (town_hall.parent / "log.csv").write_text("日時,利用者\n2025-04-01 09:00,a\n", encoding="utf-8")
    (town_hall.parent / "jicofo.log").write_text("x\n", encoding="utf-8")
    mapped = (
        'kind = "mapped_csv"\nfiles = ["log.csv"]\ntool = "meetings"\naction = "joined"\n'
        'columns = { time = "日時", account = "利用者" }\n'
    )
    rooms = '[[sources]]\nname = "rooms"\nkind = "jitsi"\nfiles = ["jicofo.log"]\n'
    text = town_hall.read_text(encoding="utf-8")
    online = f'\n[[sources]]\nname = "online"\n{mapped}'
    told = {}
    for said in (("", ""), (ALL, ""), (SOME, ""), ("", SOME)):
        town_hall.write_text(f"{text}{online}{said[0]}{rooms}{said[1]}", encoding="utf-8")
        told[said] = [line for line in _wrong(town_hall, capsys) if "人を分けずに" in line]
    (asked,) = told.pop(("", ""))
    assert asked.startswith("NG  オンライン会議: online は人ごとに、rooms は人を分けずに数えます")
    assert "[source rooms] → " in asked
    assert 'source online に sections = "all"' in asked
    assert not any(told.values())


ALL, SOME = 'sections = "all"\n', 'sections = ["soumu"]\n'
