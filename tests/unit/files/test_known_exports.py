"""`hirogari map`: exports known by name, and a proposal that is tried before it is shown."""

from __future__ import annotations

import csv
import json
import tomllib
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.io.tables.action_words import action_of
from connectors.vendors.mapped_csv.mapping import propose_mapping
from connectors.vendors.registry import module_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from connectors.vendors.mapped_csv.proposals import Proposal

ROSTER = frozenset({"sato@town.example", "suzuki@town.example", "sato", "suzuki"})
WHO = ("sato@town.example", "suzuki@town.example")


def _file(folder: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    path = folder / "yamada.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def _sources(proposal: Proposal) -> list[dict[str, Any]]:
    return tomllib.loads(proposal.settings)["sources"]  # type: ignore[no-any-return]


def _read(source: dict[str, Any]) -> list[dict[str, Any]]:
    module = module_of(source["kind"])
    connector = module.connect(module.Settings(**source))
    (stream,) = connector.streams
    first = connector.first_day(stream)
    assert first
    window = Window(first, first.replace(year=first.year + 1))
    return [row for batch in connector.fetch(stream, window) for row in batch.rows.to_pylist()]


def test_the_export_with_the_most_matching_headers_is_taken(tmp_path: Path) -> None:
    """Vendors' folders stand in alphabetical order, which must not decide: a form's header is one column."""
    header = ["タイムスタンプ", "CreationDate", "Operation", "UserId", "AuditData"]
    rows = [["x", "2025-04-10T15:00:24", "MessageSent", WHO[0], "{}"]]
    (chat,) = _sources(propose_mapping(_file(tmp_path, header, rows), ROSTER))
    assert (chat["tool"], chat["columns"]["time"]) == ("chat", "CreationDate")


def test_purview_is_one_entry_for_each_tool_and_its_times_are_utc(tmp_path: Path) -> None:
    """RecordType is a code and no action; sign-ins and sync clients are nobody's act on a tool."""
    words = (
        "MessageSent",
        "FileAccessed",
        "FileModified",
        "UserLoggedIn",
        "FileSyncDownloadedFull",
    )
    rows = [
        [f"id{n}", f"2025-04-10T15:0{n}:24", 25, word, WHO[n % 2], "{}", ""]
        for n, word in enumerate(words)
    ]  # fmt: skip
    path = _file(tmp_path, ["RecordId", "CreationDate", "RecordType", "Operation", "UserId", "AuditData", "AssociatedAdminUnits"], rows)  # fmt: skip
    chat, files = _sources(propose_mapping(path, ROSTER))
    assert [row["action"] for row in _read(chat)] == ["sent"]
    told = _read(files)
    assert [row["action"] for row in told] == ["viewed", "edited"]
    assert told[0]["occurred_at"] == datetime(2025, 4, 10, 15, 1, 24, tzinfo=UTC)
    assert "yamada" not in str([{**one, "files": ""} for one in (chat, files)])


@pytest.mark.parametrize(
    "header",
    [
        ["Report Refresh Date", "User Id", "User Principal Name", "Last Activity Date", "Team Chat Message Count", "Report Period"],
        ["レポートの更新日", "ユーザー ID", "ユーザー プリンシパル名", "最後のアクティビティ日付", "チーム チャット メッセージ数", "レポート期間"],
    ],
)  # fmt: skip
def test_totals_of_a_period_are_refused_with_the_way_that_tells_days(
    header: list[str], tmp_path: Path
) -> None:
    """Nothing in them says on which day."""
    path = _file(tmp_path, header, [["2025-04-28", "", WHO[0], "2025-04-25", 40, 30]])
    with pytest.raises(SkipPart, match="whole period") as raised:
        propose_mapping(path, ROSTER)
    assert "microsoft_365" in raised.value.next_step


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["日付", "ドキュメント ID", "タイトル", "イベント", "アクター"],
         ["アイテムを編集しました", "アイテムを表示しました", "ユーザーの共有権限の変更", "アイテムを印刷しました", "謎の出来事"]),
        (["Date", "Document ID", "Title", "Event", "Actor"],
         ["User edited an item", "User viewed an item", "User sharing permissions change", "User printed an item", "Riddle"]),
    ],
)  # fmt: skip
def test_googles_drive_log_in_both_languages(
    header: list[str], words: list[str], tmp_path: Path
) -> None:
    """The words are mapped; one that nobody knows is left out and told."""
    rows = [
        [f"2025-04-1{n}T09:00:00+09:00", f"doc{n}", "ひみつ", word, WHO[n % 2]]
        for n, word in enumerate(words)
    ]
    proposal = propose_mapping(_file(tmp_path, header, rows), ROSTER)
    (source,) = _sources(proposal)
    assert list(source["actions"].values()) == sorted_like(source["actions"], words)
    assert source["tool"] == "files"
    assert source["columns"]["document"] == header[1]
    notes = " ".join(proposal.notes)
    assert json.dumps(words[-1], ensure_ascii=False) in notes
    assert "4 of 5 rows" in notes
    assert "2 of 2 accounts" in notes
    assert "ひみつ" not in proposal.settings + notes
    with pytest.raises(SkipPart, match="has an action"):
        _read(source)


def sorted_like(actions: dict[str, str], words: list[str]) -> list[str]:
    """The actions owed for the words, in the order in which they are written."""
    owed = dict(zip(words, ("edited", "viewed", "managed", "printed"), strict=False))
    return [owed[word] for word in actions]


def test_a_forms_answers_with_morning_and_afternoon(tmp_path: Path) -> None:
    """No setting is needed for 午前/午後."""
    rows = [
        ["2025/04/10 9:05:00 午前 GMT+9", WHO[0], 4],
        ["2025/04/10 0:05:00 午後 GMT+9", WHO[1], 5],
    ]
    (source,) = _sources(propose_mapping(_file(tmp_path, ["タイムスタンプ", "メールアドレス", "満足度"], rows), ROSTER))  # fmt: skip
    assert [row["occurred_at"].hour for row in _read(source)] == [0, 3]
    with pytest.raises(SkipPart, match="who gave them"):
        propose_mapping(_file(tmp_path, ["タイムスタンプ", "満足度"], [["2025/04/10 9:05:00", 4]]))


def test_mattermosts_export_leaves_out_what_the_server_writes(tmp_path: Path) -> None:
    """Joins are no messages, and Go's times keep their offset."""
    header = ["Post Creation Time", "User Id", "User Email", "User Type", "Post Id", "Post Message", "Post Type"]  # fmt: skip
    at = "2025-04-09 20:00:00.123 +0000 UTC"
    rows = [[at, "u", WHO[0], "user", "p", "m", "message"], [at, "u", WHO[1], "user", "p", "m", "system_join_channel"]]  # fmt: skip
    (source,) = _sources(propose_mapping(_file(tmp_path, header, rows), ROSTER))
    (row,) = _read(source)
    assert (row["account"], str(row["day_on"])) == (WHO[0], "2025-04-10")


def test_products_with_a_kind_of_their_own_get_it(tmp_path: Path) -> None:
    """LINE WORKS names people with their account behind; Cybozu tells modules apart."""
    header = ["送信日時", "送信者", "受信者", "件名", "状態", "添付ファイル", "メールサイズ(Bytes)"]
    rows = [["2025-04-11 10:00:00", f"名前({WHO[0]})", "x@example.jp", "k", "成功", "", 2048]]
    (source,) = _sources(propose_mapping(_file(tmp_path, header, rows), ROSTER))
    assert (source["kind"], source["services"]) == ("line_works", ["sent-mail"])
    header = [
        "日時",
        "ユーザー",
        "接続元",
        "サービス",
        "モジュール",
        "アクション",
        "結果",
        "レベル",
        "補足",
    ]
    words = ["login", "予定の登録", "ワークフローの承認", *(f"予定の変更{n}" for n in range(25))]
    rows = [["2025-04-10 09:00:00", "sato", "-", "Garoon", "Schedule", word, "SUCCESS", "情報", "x"] for word in words]  # fmt: skip
    proposal = propose_mapping(_file(tmp_path, header, rows), ROSTER)
    (source,) = _sources(proposal)
    assert source["kind"] == "cybozu"
    assert source["apps"] == {"Schedule": "calendar"}
    assert len(source["events"]) == 27
    assert any("add to events" in note and "ワークフローの承認" in note for note in proposal.notes)


def test_an_unknown_export_is_read_by_what_stands_in_it(tmp_path: Path) -> None:
    """No empty column, no size and no code; a name with its address behind is that address."""
    header = [
        "日時",
        "アカウント",
        "メールサイズ(Bytes)",
        "送信者",
        "RecordType",
        "操作",
        "ファイル名",
    ]
    words = ("アップロード", "閲覧", *(f"印刷{n}" for n in range(30)))
    rows = [["2025-04-10 10:00", "", 2048, f"佐藤 <{WHO[0]}>", 15, word, ""] for word in words] * 2
    proposal = propose_mapping(_file(tmp_path, header, rows), ROSTER)
    (source,) = _sources(proposal)
    assert source["columns"] == {"time": "日時", "account": "送信者", "action": "操作"}
    assert len(source["actions"]) == 32
    assert {row["account"] for row in _read(source)} == {WHO[0]}
    assert "files reads 64 of 64 rows, 2025-04-10 to 2025-04-10" in proposal.notes


@pytest.mark.parametrize(
    ("header", "rows", "accounts", "said"),
    [
        (["日時", "ユーザー"], [["2025-04-10 10:00", "tanaka"]], ROSTER, "none is on the roster"),
        (["日時", "アカウント"], [["2025-04-10 10:00", ""]], None, "accounts"),
        (["日時", "ユーザー", "操作"], [["2025-04-10 10:00", "sato", f"語{n}"] for n in range(400)], None, "seems to hold actions"),
        (["日時", "ユーザー", "操作"], [["2025-04-10 10:00", "sato", "ログイン"]], None, "none would be read"),
        (["日時", "ユーザー"], [["きのう", "sato"]], None, "times"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_told_nothing_is_proposed(
    header: list[str],
    rows: list[list[object]],
    accounts: frozenset[str] | None,
    said: str,
    tmp_path: Path,
) -> None:
    """With what to do instead."""
    with pytest.raises(SkipPart, match=said) as raised:
        propose_mapping(_file(tmp_path, header, rows), accounts)
    assert raised.value.next_step


def test_the_roster_chooses_the_column_of_accounts(tmp_path: Path) -> None:
    """Whatever the columns are called."""
    rows = [["2025-04-10 10:00", "佐藤", "sato"], ["2025-04-10 10:01", "鈴木", "suzuki"]]
    path = _file(tmp_path, ["日時", "ユーザー", "識別"], rows)
    assert _sources(propose_mapping(path, ROSTER))[0]["columns"]["account"] == "識別"


def test_slacks_export_and_json_name_their_way(tmp_path: Path) -> None:
    """In its folder of JSON or packed; deep JSON ends as well."""
    one = tmp_path / "2025-04-10.json"
    one.write_text('[{"type":"message","user":"U1","text":"x","ts":"1744246800.0"}]')
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr("soumu/2025-04-10.json", "[]")
        parts.writestr("users.json", "[]")
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 200_000)
    for path, said in ((one, "Slack"), (packed, "Slack"), (deep, "JSON")):
        with pytest.raises(SkipPart, match=said):
            propose_mapping(path)


@pytest.mark.parametrize(
    ("word", "action"),
    [
        ("MessageSent", "sent"),
        ("ThreadCreated", "created"),
        ("Ready", None),
        ("Spreadsheet", None),
        ("Read", "viewed"),
        ("AddressBook", None),
        ("UserLoggedIn", "ignored"),
        ("ファイルの共有", "managed"),
        ("コメントの追加", "edited"),
        ("申請", None),
    ],
)
def test_a_word_is_known_by_its_parts_or_not_at_all(word: str, action: str | None) -> None:
    """Parts that begin other words are whole words."""
    assert action_of(word) == action
