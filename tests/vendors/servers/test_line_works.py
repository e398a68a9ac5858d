"""LINE WORKS: a broken download is asked for again, saved files read the same, mistakes are named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from connectors.contract.errors import Retry, SkipPart, StopSource
from connectors.contract.streams import Window
from connectors.io.http.retry import RateLimiter, RetryPolicy
from connectors.vendors import line_works
from tests.contract.peers.line_works import Peer
from tests.loopback import Answer
from tests.vendors.servers.telling import telling

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "日時,送信者,受信者,トークルームID,トーク\r\n"
APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))


peer = telling(Peer)
"""A domain with two logs."""


def test_a_download_that_broke_off_is_not_a_short_day(peer: Peer) -> None:
    """The vendor writes its failure into the file itself, with status 200."""
    peer.tail = b"downloadLogs error\r\nInternal Server Error\r\n"
    connector = peer.connector()
    with pytest.raises(Retry, match="downloadLogs error"):
        list(connector.fetch(connector.streams[0], peer.window))


def test_a_minute_lies_between_two_downloads(peer: Peer) -> None:
    """As the vendor asks for, unless the settings say otherwise; over streams and windows."""
    settings = peer.connector()._settings  # type: ignore[attr-defined]
    assert settings.seconds_between == 60
    now, slept = [0.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    rate_limiter = RateLimiter(1, 60, retry_policy=RetryPolicy(sleep=sleep), clock=lambda: now[0])
    connector = line_works.connect(settings, rate_limiter=rate_limiter)
    for stream in connector.streams:
        now[0] += 1.0
        list(connector.fetch(stream, peer.window))
    assert slept == [59.0] * (len(connector.streams) - 1)


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        ("/oauth2", Answer(b'{"error": "invalid_client"}', 401), "client_secret_file"),
        ("/audits", Answer(b'{"code": "FORBIDDEN"}', 403), "audit.read"),
    ],
)
def test_check_names_what_is_wrong(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, path: str, answer: Answer, said: str
) -> None:
    """A wrong secret and a missing scope have different next steps."""
    plain = peer.answer
    monkeypatch.setattr(
        peer.server, "answer", lambda asked: answer if asked.path.startswith(path) else plain(asked)
    )
    (finding,) = peer.connector().check()
    assert not finding.is_ok
    assert said in finding.next_step


def _files(folder: Path) -> line_works.Settings:
    return line_works.Settings(name="talk", files=(folder / "*.csv",))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_saved_log_reads_in_both_encodings(encoding: str, tmp_path: Path) -> None:
    """Two files that overlap count a message once; the message itself is nowhere."""
    row = "2025-04-03 09:00:00,髙﨑(taro@town.example),次郎(j@x),7,ひみつ①\r\n"
    (tmp_path / "a.csv").write_bytes((HEADER + row).encode(encoding))
    (tmp_path / "b.csv").write_bytes((HEADER + row + row.replace("03", "05")).encode(encoding))
    connector = line_works.connect(_files(tmp_path))
    batches = list(connector.fetch(connector.streams[0], APRIL))
    rows = {row["event"]: row for batch in batches for row in batch.rows.to_pylist()}
    assert sorted(row["occurred_at"] for row in rows.values()) == [
        datetime(2025, 4, 3, 0, 0, tzinfo=UTC),
        datetime(2025, 4, 5, 0, 0, tzinfo=UTC),
    ]
    assert {row["account"] for row in rows.values()} == {"taro@town.example"}
    assert "ひみつ" not in repr(rows)
    assert {batch.day_on.day for batch in batches} == {3, 4, 5}


def test_a_sender_without_an_account_is_counted_and_takes_nobody_along(tmp_path: Path) -> None:
    """名前( ) and a bare name are read as they are written, which the roster does not know; nobody is guessed."""
    path = tmp_path / "talk.csv"
    senders = (
        "花子(hanako@town.example)",
        "太郎( )",
        "太郎()",
        "次郎",
        "四郎 ( shiro@town.example ) ",
    )
    rows = [f"2025-04-01 09:00:{n:02d},{who},x,room,本文\r\n" for n, who in enumerate(senders)]
    path.write_text(HEADER + "".join(rows), encoding="utf-8", newline="")
    connector = line_works.connect(line_works.Settings(name="talk", files=(path,)))
    (stream,) = connector.streams
    batches = [batch for batch in connector.fetch(stream, APRIL) if batch.rows.num_rows]
    (rows_of_day,) = [batch.rows.to_pylist() for batch in batches]
    assert [row["account"] for row in rows_of_day] == [
        "hanako@town.example", "太郎( )", "太郎()", "次郎", "shiro@town.example",
    ]  # fmt: skip


def test_a_saved_log_without_its_header_is_named(tmp_path: Path) -> None:
    """The missing column stands in the message."""
    (tmp_path / "a.csv").write_text("日時,誰\n2025-04-03 09:00:00,x\n", encoding="utf-8")
    connector = line_works.connect(_files(tmp_path))
    with pytest.raises(SkipPart, match="送信者"):
        list(connector.fetch(connector.streams[0], APRIL))


def test_no_file_stops_and_says_where_it_looked(tmp_path: Path) -> None:
    """A wrong path is not a day without messages."""
    connector = line_works.connect(_files(tmp_path))
    with pytest.raises(StopSource, match="no such file"):
        list(connector.fetch(connector.streams[0], APRIL))


def test_files_or_the_api(tmp_path: Path) -> None:
    """Half of the API's settings is a mistake, and so are both ways at once."""
    with pytest.raises(ValidationError, match="give files, or client_id"):
        line_works.Settings(name="x", client_id="c")
    with pytest.raises(ValidationError, match="either files"):
        line_works.Settings(name="x", client_id="c", files=(tmp_path / "a.csv",))


def test_a_task_that_is_not_known_is_told_until_the_settings_name_it(
    tmp_path: Path,
) -> None:
    """The words of the administrators' guide are known; another one is not guessed."""
    log = tmp_path / "drive.csv"
    log.write_text(
        "Date,User,Service Type,Task,Original,Updates,Status\n"
        "2025-04-01 09:00:00,太郎(taro@town.example),PC web,Upload,/a.xlsx,,Success\n"
        "2025-04-01 09:01:00,太郎(taro@town.example),PC web,Open file,/a.xlsx,,Success\n",
        encoding="utf-8",
    )
    settings = {"name": "lineworks", "services": ("drive",), "files": (log,)}
    window = Window(date(2025, 4, 1), date(2025, 4, 2))
    connector = line_works.connect(line_works.Settings.model_validate(settings))
    with pytest.raises(SkipPart, match="a task that is not known"):
        list(connector.fetch(connector.streams[0], window))
    settings["tasks"] = {"Open file": "viewed"}
    connector = line_works.connect(line_works.Settings.model_validate(settings))
    batches = connector.fetch(connector.streams[0], window)
    rows = [row for batch in batches for row in batch.rows.to_pylist()]
    assert [(row["action"], row["document"]) for row in rows] == [
        ("uploaded", "/a.xlsx"),
        ("viewed", "/a.xlsx"),
    ]
