"""Copiers number their own jobs: two machines are two, the same file twice is one, and a stored job counts once."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.io.print_jobs.job_times import instant_of
from connectors.vendors.copiers import connector as copier_log
from connectors.vendors.copiers.job_kinds import Kinds
from connectors.vendors.copiers.machines import name_of
from tests.unit.files.vouched import vouched

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
SHARP = "Job ID,Job Mode,Login Name,Completing Date & Time,Black & White Total Count,Full Color Total Count\n"


def _source(*files: Path, maker: str = "sharp", **more: Any) -> copier_log.CopierFiles:  # noqa: ANN401 - any setting
    settings = copier_log.Settings(
        name="c", files=files, **cast("dict[str, Any]", {"maker": maker, **more})
    )
    return cast("copier_log.CopierFiles", copier_log.connect(settings))


def _jobs(*files: Path, **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any setting
    source = _source(*files, **more)
    rows = [
        row
        for batch in source.fetch(source.streams[0], APRIL)
        for row in cast("list[dict[str, Any]]", batch.rows.to_pylist())
    ]
    return list({row["event"]: row for row in rows}.values())


def _sides(*files: Path, **more: Any) -> list[int]:  # noqa: ANN401 - any setting
    return sorted(row["impressions"] for row in _jobs(*files, **more))


def _log(path: Path, *rows: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(SHARP + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


ONE = ("1,Copy,sato,2025/04/10 09:01:00,10,0", "2,Copy,sato,2025/04/11 09:01:00,20,0")
OTHER = ("1,Copy,zeimu,2025/04/10 09:01:00,300,0", "2,Copy,zeimu,2025/04/11 10:01:00,400,0")


def test_two_machines_whose_numbers_begin_at_1_are_two(tmp_path: Path) -> None:
    """By the file's name in one folder, by the folder under one name."""
    first, second = _log(tmp_path / "1F_joblog.csv", *ONE), _log(tmp_path / "2F_joblog.csv", *OTHER)
    assert _sides(first, second) == [10, 20, 300, 400]
    assert len({row["printer"] for row in _jobs(first, second)}) == 2
    apart = _log(tmp_path / "a" / "log.csv", *ONE), _log(tmp_path / "b" / "log.csv", *OTHER)
    assert _sides(*apart) == [10, 20, 300, 400]


@pytest.mark.parametrize(
    "name",
    ["1F_joblog (1).csv", "1F_joblog - コピー.csv", "1F_joblog_20250412.csv", "backup.csv", "old/1F_joblog.csv"],
)  # fmt: skip
def test_the_same_file_under_two_names_counts_once(name: str, tmp_path: Path) -> None:
    """Also where it was exported again later with more in it, beside another machine's."""
    first = _log(tmp_path / "1F_joblog.csv", *ONE)
    (tmp_path / "old").mkdir()
    again = Path(shutil.copy(first, tmp_path / name))
    second = _log(tmp_path / "2F_joblog.csv", *OTHER)
    assert _sides(first, again, second) == [10, 20, 300, 400]
    _log(again, *ONE, "3,Copy,sato,2025/04/12 09:01:00,5,0")
    assert _sides(first, again, second) == [5, 10, 20, 300, 400]


def test_two_machines_whose_logs_a_browser_saved_under_one_name_are_two(tmp_path: Path) -> None:
    """`joblog (1).csv` may be another machine's: a number at another time is another job, at Ricoh as well."""
    files = _log(tmp_path / "joblog.csv", *ONE), _log(tmp_path / "joblog (1).csv", *OTHER)
    assert _sides(files[0]) == [10, 20]
    second = _log(files[1], "1,Copy,zeimu,2025/04/10 11:01:00,300,0")
    assert _sides(files[0], second) == [10, 20, 300]
    for name, hour in (("a.csv", "09"), ("a (1).csv", "15")):
        (tmp_path / name).write_text(RICOH.replace("T09", f"T{hour}"), encoding="utf-8")
    two = [tmp_path / "a.csv", tmp_path / "a (1).csv"]
    assert _sides(*two, maker="ricoh") == [6, 6, 9]


def test_a_log_without_numbers_is_read_where_no_manual_says_that_there_are_any(
    tmp_path: Path,
) -> None:
    """Jobs alike are told apart by their turn; the same file twice is once."""
    for name in ("log.csv", "log (1).csv"):
        (tmp_path / name).write_text(
            "終了日時,ユーザー名,ジョブ種別,印刷ページ数\n"
            + "2025/04/10 09:00,sato,プリント,4\n" * 2,
            encoding="cp932",
        )
    assert _sides(tmp_path / "log.csv", tmp_path / "log (1).csv", maker="kyocera") == [4, 4]


def test_a_number_that_comes_again_is_another_job(tmp_path: Path) -> None:
    """After 999999 comes 1, on the same day too; the same row twice is one."""
    path = _log(tmp_path / "log.csv", ONE[0], "1,Copy,sato,2025/04/10 17:00:00,7,0", ONE[0])
    assert _sides(path) == [7, 10]


def test_a_serial_number_tells_whatever_the_file_is_called(tmp_path: Path) -> None:
    """One file of two machines, and one machine in two files."""
    head = "Job ID,Job kind,Owner name,End time,Printed pages,SERIAL\n"
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(
            head + "".join(f"1,Print,sato,2025/04/10 09:00:00,{n},S{n}\n" for n in (4, 6)),
            encoding="utf-8",
        )
    assert _sides(tmp_path / "a.csv", tmp_path / "b.csv", maker="riso") == [4, 6]


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("joblog-202504", "joblog-202505", True),
        ("MFP01_20250401", "mfp01_2025-04-02", True),
        ("MFP01_joblog", "MFP02_joblog", False),
        ("コピー ～ joblog", "joblog", True),
        ("joblog (2)", "joblog - Copy (3)", True),
        ("012345678920250410", "012345678920250411", True),
        ("012345678920250410", "012345678820250410", False),
        ("joblog_2025年4月", "joblog_令和7年5月", True),
    ],
)
def test_a_files_name_tells_of_its_machine(one: str, other: str, is_one: bool) -> None:  # noqa: FBT001 - a table
    """Dates and the marks of copies do not."""
    assert (name_of(Path(f"{one}.csv")) == name_of(Path(f"{other}.csv"))) == is_one


def test_a_job_that_waits_for_somebody_counts_when_it_is_printed(tmp_path: Path) -> None:
    """Print Hold is stored, and Print puts it on paper; scans, and kinds that nobody knows, are told."""
    path = _log(
        tmp_path / "log.csv",
        "3,Print Hold,sato,2025/04/08 09:01:00,40,0",
        "4,Print,sato,2025/04/08 15:01:00,40,0",
        "5,Scan to E-mail,sato,2025/04/08 16:01:00,12,0",
        "6,Copy,sato,2025/04/08 16:02:00,3,0",
        "7,Copy,sato,2025/04/08 16:03:00,3,0",
        "8,Zaurus Zeta,sato,2025/04/08 16:04:00,9,0",
    )
    read = vouched(_source(path), APRIL)
    assert sorted(cast("int", row["impressions"]) for row in read.events.values()) == [3, 3, 40]
    told = [one.thing for one in _source(path).check()]
    assert "left out as no paper: 2 jobs (scan 1, stored 1)" in told
    assert any("1 of 6 records are set aside: line 7 is of a kind" in one for one in told)
    assert read.partial == {date(2025, 4, 8)}, "it may be paper"
    assert not any("Zaurus" in one for one in told)


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("Fax: Receiving", "paper"), ("ファクス受信", "paper"), ("Fax: LAN-Fax Sending", "FAX"), ("FAX受信転送", "FAX"),
        ("蓄積", "stored"), ("親展", "stored"), ("プリント保存", "stored"), ("保存文書印刷", "paper"),
        ("プリンター:機密印刷(印刷未完)", "stored"), ("プリンター:機密印刷", "paper"), ("Printer: Stored File Printing", "paper"),
        ("Copier: Copying and Storing", "paper"), ("Ｐｒｉｎｔ　Ｈｏｌｄ", "stored"), ("スキャン保存", "stored"), ("謎", None),
    ],
)  # fmt: skip
def test_kinds_are_judged_by_one_list(kind: str, verdict: str | None) -> None:
    """Received FAXes come out on paper, sent ones do not; what is stored is printed later."""
    assert Kinds().judge(kind) == verdict


def test_a_town_says_which_kinds_are_paper_and_a_machines_name_says_nothing(tmp_path: Path) -> None:
    """A machine that logs a confidential print twice; a log of the machine in the FAX room."""
    path = _log(
        tmp_path / "pdf_fax.csv",
        "3,親展プリント,sato,2025/04/08 09:01:00,40,0",
        "4,Print,sato,2025/04/08 15:01:00,40,0",
        "5,Scan to paper,sato,2025/04/08 16:01:00,12,0",
    )
    assert _sides(path) == [40, 40]
    assert _sides(path, not_paper=("親展*",)) == [40]
    assert _sides(path, not_paper=("親展*",), paper=("scan to paper",)) == [12, 40]


RICOH = """Start Date/Time,End Date/Time,Log Type,Result,User Entry ID,Log ID,Source,Target,Printed Pages
2025-04-10T09:00:00,2025-04-10T09:00:30,Copier: Copying and Storing,Succeeded,sato,0x22c5,,,
,,,Succeeded,,0x22c5,Scan,,
,,,Succeeded,,0x22c5,,Print,6
,,,Succeeded,,0x22c5,,Store,6
2025-04-10T10:00:00,2025-04-10T10:00:30,Printer: Locked Print (Incomplete),Succeeded,ito,0x22c6,,,
,,,Succeeded,,0x22c6,PDL,,
,,,Succeeded,,0x22c6,,Store,9
2025-04-10T11:00:00,2025-04-10T11:00:30,Printer: Locked Print,Succeeded,ito,0x22c7,,,
,,,Succeeded,,0x22c7,,Print,9
"""


def test_ricohs_source_and_target_rows_are_one_job(tmp_path: Path) -> None:
    """Blank cells are those of the job; only what a target prints counts, once."""
    path = tmp_path / "MFP01_joblog.csv"
    path.write_text(RICOH + "Download completed.\n", encoding="utf-8-sig")
    assert [(row["account"], row["impressions"]) for row in _jobs(path, maker="ricoh")] == [
        ("sato", 6),
        ("ito", 9),
    ]
    path.write_text(RICOH.replace("Start Date/Time,", "") + "x", encoding="utf-8")
    with pytest.raises(SkipPart):
        _jobs(path, maker="ricoh")


def test_a_town_names_the_words_of_its_own_machine(tmp_path: Path) -> None:
    """A maker whose columns are not public: what is missing is named with the next step, and said in the settings."""
    path = tmp_path / "log.csv"
    path.write_text(
        "番号,種類,使った人,終わり,面数\n1,印刷,sato,令和7年4月10日 午後1時05分,８\n",
        encoding="cp932",
    )
    with pytest.raises(SkipPart, match="columns"):
        _jobs(path, maker="kyocera")
    words = {
        "job": "番号",
        "kind": "種類",
        "account": "使った人",
        "time": "終わり",
        "impressions": "面数",
    }
    (job,) = _jobs(path, maker="kyocera", columns=words)
    assert job["impressions"] == 8
    assert job["printed_at"] == datetime(2025, 4, 10, 4, 5, tzinfo=UTC)
    told = [one.thing for one in _source(path, maker="kyocera", columns=words).check()]
    assert any(one.endswith(": sheets, copies, machine") for one in told)


@pytest.mark.parametrize(
    "text",
    [
        "2025/04/10 09:05:00", "２０２５／０４／１０　０９：０５：００", "令和7年4月10日 9時05分", "R7.4.10 09:05", "2025-04-10T09:05:00+09:00",
        "2025年4月10日 午前9:05", "2025-04-10T00:05:00Z", "令和７年４月１０日 ９：０５：００",
    ],
)  # fmt: skip
def test_times_are_read_as_people_and_machines_write_them(text: str) -> None:
    """All are five past nine in Japan."""
    assert instant_of(text, ()) == datetime(2025, 4, 10, 0, 5, tzinfo=UTC)


def test_a_time_that_can_be_read_in_two_ways_is_refused() -> None:
    """Two digits of a year, a month above twelve, an hour after 24."""
    for text in ("04/10/25 09:05", "2025/13/10 09:05", "2025/04/10 25:05", "7/4/10 9:05", ""):
        with pytest.raises(ValueError, match="known form"):
            instant_of(text, ())
