"""Any export: the proposal reads the file it was made from, and nothing is guessed in silence."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors.mapped_csv import connector as mapped_csv
from connectors.vendors.mapped_csv.mapping import propose_mapping

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
CHAT = (
    "チャットログ出力\r\n"
    "投稿日時,ユーザーID,操作,ルーム,本文\r\n"
    "2025/04/03 23:59,sato,メッセージ送信,総務,ひみつ\r\n"
    "2025/04/04 0:00,suzuki,既読,総務,\r\n"
)


def _read(given: dict[str, Any]) -> list[dict[str, Any]]:
    connector = mapped_csv.connect(mapped_csv.Settings(**given))
    batches = connector.fetch(connector.streams[0], APRIL)
    return [row for batch in batches for row in batch.rows.to_pylist()]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig"])
def test_the_proposal_reads_its_own_file(encoding: str, tmp_path: Path) -> None:
    """Time, account, action and tool are found; what is no action of one's own is ignored."""
    path = tmp_path / "logo.csv"
    path.write_bytes(CHAT.encode(encoding))
    proposal = propose_mapping(path)
    assert "ひみつ" not in proposal.settings
    assert "sato" not in proposal.settings
    (source,) = tomllib.loads(proposal.settings)["sources"]
    assert source["tool"] == "chat"
    assert source["actions"] == {"メッセージ送信": "sent", "既読": "ignored"}
    (row,) = _read(source)
    assert (row["account"], row["action"]) == ("sato", "sent")
    assert row["occurred_at"] == datetime(2025, 4, 3, 14, 59, tzinfo=UTC)


def test_the_proposal_does_not_call_the_source_after_its_file(tmp_path: Path) -> None:
    """The source's name stands on pages and in the ledger; somebody's own export may be called after them."""
    path = tmp_path / "yamada-taro.csv"
    path.write_bytes(CHAT.encode("cp932"))
    (source,) = tomllib.loads(propose_mapping(path).settings)["sources"]
    assert "yamada" not in source.pop("name")
    assert "yamada" in str(source.pop("files"))
    assert "yamada" not in str(source)


def test_the_proposal_for_an_excel_file_reads_it(tmp_path: Path) -> None:
    """Times that Excel holds as times, numbers as numbers, a title above, and a first sheet about something else."""
    path = tmp_path / "groupsession.xlsx"
    book = Workbook()
    book.active.append(["このブックについて"])
    sheet = book.create_sheet("ログ")
    for line in (
        ["操作ログ", None, None, None],
        ["日時", "ログインID", "操作", "回数"],
        [datetime.fromisoformat("2025-04-03T23:59"), "sato", "ファイル編集", 3],
        [datetime.fromisoformat("2025-04-04"), 10234, "ファイル閲覧", 1],
    ):
        sheet.append(line)
    book.save(path)
    proposal = propose_mapping(path)
    assert "sato" not in proposal.settings
    (source,) = tomllib.loads(proposal.settings)["sources"]
    assert source["tool"] == "files"
    first, second = sorted(_read(source), key=lambda row: row["day_on"])
    assert (first["account"], first["action"], first["uses"]) == ("sato", "edited", 3)
    assert first["occurred_at"] == datetime(2025, 4, 3, 14, 59, tzinfo=UTC)
    assert (second["account"], second["action"], second["uses"]) == ("10234", "viewed", 1)
    # Excel keeps a day as its midnight: that is no time of day.
    assert (second["occurred_at"], second["day_on"]) == (None, date(2025, 4, 4))


def test_a_count_a_day_is_that_many_uses(tmp_path: Path) -> None:
    """A row that counts has a day and no time of day."""
    path = tmp_path / "counts.csv"
    path.write_text("日付,メールアドレス,メッセージ数\n2025-04-03,a@x,12\n", encoding="utf-8")
    proposal = propose_mapping(path)
    (source,) = tomllib.loads(proposal.settings)["sources"]
    (row,) = _read(source)
    assert (row["uses"], row["occurred_at"], row["day_on"]) == (12, None, date(2025, 4, 3))


def test_an_action_nobody_mapped_is_not_dropped_in_silence(tmp_path: Path) -> None:
    """The vendor has a new word: the row is named, its content is not."""
    path = tmp_path / "log.csv"
    path.write_text(
        "日時,利用者,操作\n2025-04-03 09:00,a,送信\n2025-04-03 09:01,a,ひみつ\n", "utf-8"
    )
    given = {
        "name": "x", "files": str(path), "tool": "chat", "actions": {"送信": "sent"},
        "columns": {"time": "日時", "account": "利用者", "action": "操作"},
    }  # fmt: skip
    with pytest.raises(SkipPart, match="line 3 has an action") as raised:
        _read(given)
    assert "ひみつ" not in str(raised.value)


def test_a_named_encoding_is_held(tmp_path: Path) -> None:
    """A file that was saved in another encoding than said is refused."""
    path = tmp_path / "log.csv"
    path.write_bytes("日時,利用者\n2025-04-03 09:00,髙﨑\n".encode("cp932"))
    given = {
        "name": "x", "files": str(path), "tool": "chat", "encoding": "utf-8",
        "columns": {"time": "日時", "account": "利用者"},
    }  # fmt: skip
    with pytest.raises(SkipPart, match="not in utf-8"):
        _read(given)
    assert len(_read({**given, "encoding": "cp932"})) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("名前,数\nあ,1\n", "times"),
        ("日時,数\n2025-04-01 10:00,1\n", "accounts"),
        ("<html>\n", "web page"),
    ],
)
def test_what_cannot_be_told_is_said(text: str, said: str, tmp_path: Path) -> None:
    """No proposal is better than a wrong one."""
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SkipPart, match=said):
        propose_mapping(path)


DRIVE = {
    "name": "x", "tool": "files", "actions": {"編集": "edited"},
    "columns": {"time": "日付", "account": "アクター", "action": "イベント", "document": "ID"},
}  # fmt: skip


def _drive(path: Path, days: list[int]) -> None:
    rows = "".join(f"2025-04-{day:02}T09:00:00+09:00,d{day},編集,sato\n" for day in days)
    path.write_text(f"日付,ID,イベント,アクター\n{rows}", "utf-8")


def _partial(files: str) -> dict[int, bool]:
    connector = mapped_csv.connect(mapped_csv.Settings(**DRIVE, files=files))  # type: ignore[arg-type]
    told: dict[int, bool] = {}
    for batch in connector.fetch(connector.streams[0], APRIL):
        told[batch.day_on.day] = told.get(batch.day_on.day, False) or batch.is_partial
    return told


def test_the_oldest_day_of_a_file_that_runs_newest_first_is_not_whole(tmp_path: Path) -> None:
    """It ends at a number of rows, within a day; another file that goes on behind stands for the day."""
    _drive(tmp_path / "b.csv", [14, 13, 12, 11, 10, 10])
    assert _partial(str(tmp_path / "*.csv")) == {10: True, 11: False, 12: False, 13: False, 14: False}  # fmt: skip
    connector = mapped_csv.connect(mapped_csv.Settings(**DRIVE, files=str(tmp_path / "*.csv")))  # type: ignore[arg-type]
    assert any("newest first" in found.thing for found in connector.check())
    _drive(tmp_path / "a.csv", [11, 10, 9, 8])
    assert _partial(str(tmp_path / "*.csv")) == {8: True, **dict.fromkeys(range(9, 15), False)}
    _drive(tmp_path / "a.csv", [8, 9, 10])
    assert not any(_partial(str(tmp_path / "*.csv")).values())


def test_files_that_overlap_count_a_row_once(tmp_path: Path) -> None:
    """And two equal rows of one file are two."""
    _drive(tmp_path / "a.csv", [8, 9, 9])
    _drive(tmp_path / "b.csv", [9, 9, 10])
    given = {**DRIVE, "files": str(tmp_path / "*.csv")}
    assert len({row["event"] for row in _read(given)}) == 4
