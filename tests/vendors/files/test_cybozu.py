"""Cybozu's audit log, of the package and of the cloud: what failed or was nobody's is no use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.streams import Window
from connectors.vendors.cybozu import connector as cybozu
from tests.unit.files.vouched import Vouched, vouched

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
CLOUD = "日時,レベル,サービス,ユーザー,IPアドレス,モジュール,アクション,結果,補足"
PACKAGE = "ログ種別,アプリケーションID,イベントID,日時,ユーザーID,ユーザー名,URL,IPアドレス,内容"


def _read(folder: Path, *lines: str, encoding: str = "utf-8-sig", files: int = 1) -> Vouched:
    paths = tuple(folder / f"audit{number}.csv" for number in range(files))
    for path in paths:
        path.write_text("".join(f"{line}\n" for line in lines), encoding=encoding)
    settings = cybozu.Settings(
        name="c",
        files=paths,
        apps={"Scheduler": "calendar"},
        events={"create": "created", "modify": "edited"},
    )
    return vouched(cybozu.connect(settings), APRIL)


def _cloud(
    who: str = "sato",
    result: str = "SUCCESS",
    action: str = "create",
    at: str = "2025-04-10 09:00:00",
) -> str:
    return f"{at},情報,Garoon,{who},192.0.2.1,Scheduler,{action},{result},カナリア"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_the_clouds_log_is_read(tmp_path: Path, encoding: str) -> None:
    """Its columns have other names than the package's."""
    told = _read(
        tmp_path, CLOUD, _cloud(), _cloud(result="成功", action="modify"), encoding=encoding
    )
    assert sorted(row["action"] for row in told.events.values()) == ["created", "edited"]  # type: ignore[type-var]  # texts


@pytest.mark.parametrize(
    "line",
    [
        _cloud(result="FAILED"),
        _cloud(result="失敗"),
        _cloud(result="FAILED", action="一度もない"),
        _cloud(who="system"),
        _cloud(who="-"),
        _cloud(who=""),
    ],
)
def test_what_failed_or_was_nobodys_is_no_use(tmp_path: Path, line: str) -> None:
    """The day is whole all the same: the log was written."""
    told = _read(tmp_path, CLOUD, line)
    assert (told.rows, told.proven) == ({}, {date(2025, 4, 10)})


def test_an_error_in_the_packages_log_is_no_use(tmp_path: Path) -> None:
    """It has no column of results."""
    tail = "Scheduler,create,2025/04/10 09:00:00,sato,佐藤,/x,192.0.2.1,カナリア"
    told = _read(tmp_path, PACKAGE, f"エラー,{tail}", f"情報,{tail}")
    assert told.rows == {date(2025, 4, 10): 1}


def test_a_result_that_is_not_known_is_told(tmp_path: Path) -> None:
    """Neither counted nor left out in silence."""
    told = _read(tmp_path, CLOUD, _cloud(result="たぶん"))
    assert told.error is not None
    assert "result" in told.error.thing


def test_a_file_saved_twice_counts_once(tmp_path: Path) -> None:
    """Two equal rows in one file are two acts."""
    assert _read(tmp_path, CLOUD, _cloud(), _cloud(), files=2).rows == {date(2025, 4, 10): 2}


@pytest.mark.parametrize(
    "at", ["2025-04-10T09:00:00+09:00", "2025-04-10T00:00:00Z", "2025/04/10 09:00"]
)
def test_times_with_a_zone_are_read(tmp_path: Path, at: str) -> None:
    """As other versions write them."""
    (row,) = _read(tmp_path, CLOUD, _cloud(at=at)).events.values()
    assert row["occurred_at"].isoformat() == "2025-04-10T00:00:00+00:00"  # type: ignore[attr-defined]  # an instant
