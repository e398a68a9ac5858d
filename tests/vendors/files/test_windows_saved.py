"""Windows' print log in every form in which a Japanese office saves it: code pages, order, CSV, numbers used again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors.windows import print_log as windows

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
Seen = list[tuple[str, str, int | None]]


def _read(*paths: Path) -> Seen:
    source = windows.connect(windows.Settings(name="p", files=paths))
    rows: list[dict[str, Any]] = [
        row for one in source.fetch(source.streams[0], APRIL) for row in one.rows.to_pylist()
    ]
    once = {row["event"]: row for row in rows}.values()
    return sorted((row["account"], row["printer"], row["impressions"]) for row in once)


def _event(number: int, record: int, at: str, values: dict[str, object]) -> str:
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        f"<EventID>{number}</EventID><TimeCreated SystemTime='{at}'/><EventRecordID>{record}</EventRecordID>"
        f"<Computer>print01</Computer></System><UserData><D>{inner}</D></UserData></Event>"
    )


def _printed(record: int, at: str, *, job: int = 5, pages: int = 3) -> str:
    values = {
        "Param1": job, "Param2": "起案①髙﨑", "Param3": "sato", "Param5": "総務課複合機", "Param6": "IP_1", "Param8": pages,
    }  # fmt: skip
    return _event(307, record, at, values)


def _rendered(record: int, at: str, *, job: int = 5, copies: int = 2) -> str:
    return _event(805, record, at, {"JobId": job, "Copies": copies})


JOB = [_rendered(1, "2025-04-07T01:00:00.1Z"), _printed(2, "2025-04-07T01:00:02.1Z")]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("cp932", None),
        ("cp932", "shift_jis"),
        ("cp932", "Windows-31J"),
        ("cp932", "utf-8"),
        ("utf-8", None),
        ("utf-8-sig", "UTF-8"),
        ("utf-8", "utf-16"),
        ("utf-16", "utf-16"),
        ("utf-16-le", None),
    ],
)
def test_the_encoding_is_the_one_that_holds(
    encoding: str, declared: str | None, tmp_path: Path
) -> None:
    """A declaration may have been kept where a command prompt wrote another code page."""
    text = "\r\n".join(JOB)
    if declared:
        text = f'<?xml version="1.0" encoding="{declared}"?>\r\n<Events>{text}</Events>'
    path = tmp_path / "print.xml"
    path.write_bytes(text.encode(encoding))
    assert _read(path) == [("sato", "総務課複合機", 6)]


def test_an_encoding_that_is_none_of_these_is_named(tmp_path: Path) -> None:
    """EUC-JP is neither UTF-8 nor code page 932 here."""
    path = tmp_path / "print.xml"
    path.write_bytes("\r\n".join(JOB).encode("utf-8") + "総務課".encode()[:-1])
    with pytest.raises(SkipPart, match="code page 932"):
        _read(path)


def test_newest_first_is_the_same(tmp_path: Path) -> None:
    """Get-WinEvent writes the newest first; a number that the spooler uses again keeps its own copies."""
    events = [
        *JOB,
        _rendered(3, "2025-04-08T01:00:00Z", copies=1),
        _printed(4, "2025-04-08T01:00:01Z", pages=7),
    ]
    path = tmp_path / "print.xml"
    path.write_text("".join(reversed(events)), encoding="utf-8")
    assert _read(path) == [("sato", "総務課複合機", 6), ("sato", "総務課複合機", 7)]


def test_copies_of_a_job_that_was_called_off_are_not_another_jobs(tmp_path: Path) -> None:
    """The spooler was restarted and counts from there again; of the next job nobody told the copies."""
    events = [
        _rendered(1, "2025-04-07T01:00:00Z", copies=50),
        _printed(2, "2025-04-09T01:00:00Z"),
    ]
    path = tmp_path / "print.xml"
    path.write_text("".join(events), encoding="utf-8")
    assert _read(path) == [("sato", "総務課複合機", None)]


JAPANESE = (
    "レベル,日付と時刻,ソース,イベント ID,タスクのカテゴリ\r\n"
    "情報,2025/04/07 10:00:00,PrintService,307,ドキュメントの印刷中,ユーザー sato が所有するドキュメント 1、"
    "名簿が ポート X を介して Y で印刷されました。印刷ページ数: 99 (PC1 上) がポート IP_1 を介して 総務課複合機 で印刷されました。"
    " サイズ (バイト): 1000。印刷ページ数: 3。ユーザーの操作は不要です。\r\n"
    "情報,2025/04/07 10:00:00,PrintService,805,印刷ジョブの診断,ジョブ 1 をレンダリングしています。\r\n"
)
ENGLISH = (
    "Level,Date and Time,Source,Event ID,Task Category\n"
    'Information,2025/04/07 10:00:00,PrintService,307,Printing a document,"Document 1, x owned by y was printed owned by'
    " sato on PC1 was printed on Main MFP through port IP_1.  Size in bytes: 1000. Pages printed: 3."
    ' No user action is required."\n'
)


@pytest.mark.parametrize(
    ("text", "encoding", "printer"),
    [
        (JAPANESE, "cp932", "総務課複合機"),
        (JAPANESE, "utf-8-sig", "総務課複合機"),
        (JAPANESE, "utf-16", "総務課複合機"),
        (ENGLISH, "utf-8", "Main MFP"),
    ],
)
def test_event_viewers_csv_is_read_and_what_it_does_not_tell_is_unknown(
    text: str, encoding: str, printer: str, tmp_path: Path
) -> None:
    """A document's name may hold anything; without copies nobody knows the printed sides."""
    path = tmp_path / "print.csv"
    path.write_bytes(text.encode(encoding))
    assert _read(path) == [("sato", printer, None)]
    source = windows.connect(windows.Settings(name="p", files=(path,)))
    assert any("no copies" in one.thing for one in source.check())


def test_a_sentence_in_no_known_form_is_told_by_its_form(tmp_path: Path) -> None:
    """Another language's words are counted, and nothing of them shown."""
    path = tmp_path / "print.csv"
    path.write_bytes(JAPANESE.replace("印刷されました", "geheim").encode("cp932"))
    source = windows.connect(windows.Settings(name="p", files=(path,)))
    told = [one for one in source.check() if not one.is_ok]
    assert "1 of 1 lines are in no known form" in told[0].thing
    assert "geheim" not in str(told)


def test_a_csv_beside_xml_would_count_twice_and_is_refused(tmp_path: Path) -> None:
    """Their records have no number in common."""
    (tmp_path / "print.csv").write_bytes(JAPANESE.encode("cp932"))
    (tmp_path / "print.xml").write_text("".join(JOB), encoding="utf-8")
    with pytest.raises(SkipPart, match="twice"):
        _read(tmp_path / "print.csv", tmp_path / "print.xml")
