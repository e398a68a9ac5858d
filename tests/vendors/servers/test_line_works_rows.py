"""One row of LINE WORKS' logs: what counts, what makes it itself, and that an odd one takes no other along."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import Retry, SkipPart
from connectors.contract.streams import Batch, Window
from connectors.vendors import line_works
from tests.contract.peers.line_works import Peer
from tests.loopback import Answer
from tests.vendors.servers.telling import telling

if TYPE_CHECKING:
    from pathlib import Path

TALK = "日時,送信者,受信者,トークルームID,トーク\r\n"
DRIVE = "Date,User,Service Type,Task,Original,Updates,Status\r\n"
MAIL = "送信日時,件名,送信者,受信者,状態\r\n"
WINDOW = Window(date(2026, 6, 8), date(2026, 6, 11))
BROKEN_OFF = "downloadLogs error"


def _saved(
    folder: Path, text: str, service: str = "message"
) -> tuple[list[Batch], list[dict[str, Any]], SkipPart | None]:
    (folder / "log.csv").write_text(text, encoding="utf-8-sig", newline="")
    settings = {"name": "lw", "files": (folder / "*.csv",), "services": (service,)}
    connector = line_works.connect(line_works.Settings.model_validate(settings))
    batches: list[Batch] = []
    error = None
    try:
        batches.extend(connector.fetch(connector.streams[0], WINDOW))
    except SkipPart as told:
        error = told
    rows = {row["event"]: row for one in batches for row in one.rows.to_pylist()}
    return batches, list(rows.values()), error


def _said(second: int = 0, *, to: str = "次郎(j@x)", room: str = "7", talk: str = "了解") -> str:
    return f"2026-06-09 10:00:{second:02},太郎(taro@town.example),{to},{room},{talk}\r\n"


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        ([_said(to=f"人{n}(c{n}@x)") for n in range(5)], 1),
        ([_said(), _said()], 2),
        ([_said(), _said(room="8")], 2),
        ([_said(), _said(1)], 2),
        ([_said(), _said(talk="承知")], 2),
        ([_said(to=f"人{n}(c{n}@x)", talk=talk) for n in range(3) for talk in ("一", "二")], 2),
    ],
)
def test_what_makes_a_message_itself(rows: list[str], messages: int, tmp_path: Path) -> None:
    """Said once to five people is one message, twice in a second to one of them is two."""
    for told in (rows, rows[::-1]):
        _batches, read, error = _saved(tmp_path, TALK + "".join(told))
        assert error is None
        assert len(read) == messages
        assert "了解" not in repr(read)


def test_a_mail_to_many_is_one_mail(tmp_path: Path) -> None:
    """And two subjects are two."""
    rows = [
        f"2026-06-09 10:00:00,{subject},太郎(t@x),{who},送信\r\n"
        for who in "abc"
        for subject in "甲乙"
    ]
    assert len(_saved(tmp_path, MAIL + "".join(rows), "sent-mail")[1]) == 2


@pytest.mark.parametrize(
    "time",
    [
        "2026-06-09T10:00:00+09:00",
        "2026-06-09T01:00:00Z",
        "2026-06-09T10:00:00",
        "2026/06/09 10:00",
    ],
)
def test_a_time_is_read_with_the_offset_that_it_names(time: str, tmp_path: Path) -> None:
    """Or in Tokyo's, where it names none."""
    _batches, (row,), error = _saved(tmp_path, TALK + f"{time},太郎(t@x),x,1,x\r\n")
    assert error is None
    assert row["occurred_at"].isoformat() == "2026-06-09T01:00:00+00:00"


@pytest.mark.parametrize("time", ["", "きのう", "2026-06-09", "2026.06.09 10:00:00"])
def test_a_row_without_a_time_is_told_by_its_form(time: str, tmp_path: Path) -> None:
    """The rows beside it are read."""
    _batches, rows, error = _saved(tmp_path, TALK + _said() + f"{time},太郎(t@x),x,1,ひみつ\r\n")
    assert len(rows) == 1
    assert error is not None
    assert "ひみつ" not in str(error)
    assert "2026" not in str(error)


@pytest.mark.parametrize(
    ("sender", "account"),
    [("太郎(t@x)", "t@x"), ("太郎\uff08t@x\uff09", "t@x"), ("外部 花子(LINE)", None)],
)
def test_who_sent_it(sender: str, account: str | None, tmp_path: Path) -> None:
    """Somebody who talks from LINE is nobody of ours."""
    _batches, rows, error = _saved(tmp_path, TALK + f"2026-06-09 10:00:00,{sender},x,1,x\r\n")
    assert error is None
    assert [row["account"] for row in rows] == ([account] if account else [])


@pytest.mark.parametrize(
    ("status", "counts"),
    [("Success", 1), ("", 1), ("成功", 1), ("Failed", 0), ("失敗", 0), ("Access denied", 0)],
)
def test_what_did_not_work_is_no_act(status: str, counts: int, tmp_path: Path) -> None:
    """The log of the drive holds what was refused, too."""
    row = f"2026-06-09 10:00:00,太郎(t@x),PC,Download,/x,,{status}\r\n"
    assert len(_saved(tmp_path, DRIVE + row, "drive")[1]) == counts


def test_a_saved_download_that_broke_off_is_told_as_that(tmp_path: Path) -> None:
    """It stands in the file itself, at the end."""
    for tail in (
        f"{BROKEN_OFF}: timeout\r\n",
        f"2026-06-09 10:0{BROKEN_OFF}\r\n",
        f'2026,"{BROKEN_OFF}\r\n',
    ):
        batches, _rows, error = _saved(tmp_path, TALK + _said() + tail)
        assert not any(one.is_proven or not one.is_partial for one in batches)
        assert error is not None
        assert BROKEN_OFF in error.thing


def test_a_message_may_speak_of_a_broken_download(tmp_path: Path) -> None:
    """Whatever somebody writes, it is a message."""
    talk = f'"こまった\r\n{BROKEN_OFF} とは"'
    _batches, rows, error = _saved(tmp_path, TALK + _said(talk=BROKEN_OFF) + _said(1, talk=talk))
    assert error is None
    assert len(rows) == 2


peer = telling(Peer)
"""A domain with its logs."""


def _answering(peer: Peer, monkeypatch: pytest.MonkeyPatch, start: str, body: str) -> None:
    plain = peer.answer
    told = Answer(body.encode(), content_type="text/csv")
    monkeypatch.setattr(
        peer.server, "answer", lambda asked: told if asked.path.startswith(start) else plain(asked)
    )


@pytest.mark.parametrize(
    ("odd", "partial"),
    [
        ("2025-04-02 10:00:00,,x,1,x\r\n", [False, True, False]),
        ("いつか,太郎(t@x),x,1,x\r\n", [True, True, True]),
    ],
)
def test_an_odd_row_of_the_api_leaves_its_day_open(
    odd: str, partial: list[bool], peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others land; it is told with how many there are."""
    row = "2025-04-01 10:00:00,太郎(t@x),x,1,x\r\n"
    _answering(peer, monkeypatch, "/audits", TALK + row + odd + odd)
    connector = peer.connector()
    fetched = connector.fetch(connector.streams[0], peer.window)
    batches = [next(fetched) for _day in peer.window.days]
    assert [one.is_partial for one in batches] == partial
    assert sum(one.rows.num_rows for one in batches) == 1
    with pytest.raises(SkipPart, match="2 of 3 records"):
        next(fetched)


@pytest.mark.parametrize(
    "body",
    ['{"access_token": "t", "expires_in": "soon"}', '{"access_token": "t", "expires_in": null}'],
)
def test_a_token_that_does_not_say_how_long_it_lives_is_used(
    body: str, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For as long as is usual."""
    _answering(peer, monkeypatch, "/oauth2", body)
    connector = peer.connector()
    assert len(list(connector.fetch(connector.streams[0], peer.window))) == len(peer.window.days)


@pytest.mark.parametrize("body", ["[]", "null", "[" * 100_000])
def test_an_answer_of_another_form_gives_no_token(
    body: str, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and is no fault of the program."""
    _answering(peer, monkeypatch, "/oauth2", body)
    connector = peer.connector()
    with pytest.raises((SkipPart, Retry)):
        list(connector.fetch(connector.streams[0], peer.window))
    assert [one.is_ok for one in connector.check()] == [False]
