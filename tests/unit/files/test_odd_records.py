"""One odd record costs its own day, whatever the file: the others land, and it is told by its form and never its content."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest

from connectors.contract.streams import Window
from connectors.vendors.copiers import connector as copier_log
from connectors.vendors.cybozu import connector as cybozu
from connectors.vendors.line_works import connect as line_works
from connectors.vendors.line_works.settings import Settings as LineWorks
from connectors.vendors.mapped_csv import connector as mapped_csv
from connectors.vendors.microsoft_365 import universal_print
from connectors.vendors.windows import file_server as windows_files
from connectors.vendors.windows import print_log as windows
from connectors.vendors.zoom import connect as zoom
from connectors.vendors.zoom.settings import Settings as Zoom
from flows.messages import in_language
from tests.samples import sample
from tests.unit.files.vouched import vouched

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.io.logs.file_source import ExportedFiles

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
DAYS = [7, 8, 9, 10]


def _table(header: str, row: str) -> list[str]:
    return [header, *(row.format(day=f"{day:02d}") for day in DAYS)]


def _event(number: str, day: str, values: str) -> str:
    return (
        f"<Event><System>{number}<TimeCreated SystemTime='2025-04-{day}T01:00:00Z'/><EventRecordID>{int(day)}"
        f"</EventRecordID><Computer>fs</Computer></System><EventData>{values}</EventData></Event>"
    )


def _values(**told: str) -> str:
    return "".join(f"<Data Name='{name}'>{value}</Data>" for name, value in told.items())


ACCESS = _values(
    SubjectUserName="sato", ShareName="soumu", RelativeTargetName="a.docx", AccessMask="0x9"
)
JOB = _values(Param1="1", Param3="sato", Param5="総務課", Param8="3")


def _files(kind: str, path: Path) -> ExportedFiles:
    given: dict[str, Any] = {"name": "s", "files": (path,)}
    sources = {
        "cybozu": lambda: cybozu.connect(
            cybozu.Settings(**given, apps={"予定": "calendar"}, events={"登録": "created"})
        ),
        "line_works": lambda: line_works(LineWorks(**given, services=("drive",))),
        "mapped_csv": lambda: mapped_csv.connect(
            mapped_csv.Settings(
                **given,
                tool="chat",
                columns={"time": "日時", "account": "誰", "action": "操作", "quantity": "数"},
                actions={"送信": "sent"},
            )
        ),
        "zoom": lambda: zoom(Zoom(**given, timezone="Asia/Tokyo")),
        "universal_print": lambda: universal_print.connect(universal_print.Settings(**given)),
        "copier_log": lambda: copier_log.connect(copier_log.Settings(**given, maker="sharp")),
        "windows_files": lambda: windows_files.connect(windows_files.Settings(**given)),
        "windows_print": lambda: windows.connect(windows.Settings(**given)),
    }
    return cast("ExportedFiles", sources[kind]())


CYBOZU = _table(
    "アプリケーションID,イベントID,日時,ユーザーID,結果", "予定,登録,2025-04-{day} 09:00:00,sato,"
)
DRIVE = _table("Date,User,Task,Original,Status", "2025-04-{day} 09:00:00,佐藤(sato@t),Upload,/a,")
MAPPED = _table("日時,誰,操作,数", "2025/04/{day} 9:00,sato,送信,1")
ZOOM = _table(
    "Name,User Email,Join Time,Leave Time",
    "佐藤,sato@t,2025/04/{day} 09:00:00,2025/04/{day} 10:00:00",
)
USAGE = _table(
    "userPrincipalName,usageDate,completedJobCount,pageCount,mediaSheetCount",
    "sato@t,2025-04-{day},1,2,2",
)
SHARP = _table(
    "Job ID,Job Mode,Login Name,Completing Date & Time,Black & White Total Count,Full Color Total Count",
    "{day},Copy,sato,2025/04/{day} 09:00:00,2,0",
)
ACCESSES = [_event("<EventID>5145</EventID>", f"{day:02d}", ACCESS) for day in DAYS]
JOBS = [_event("<EventID>307</EventID>", f"{day:02d}", JOB) for day in DAYS]

ODD = [
    ("cybozu", CYBOZU, "予定,カナリア,2025-04-08 10:00:00,sato,", {8}),
    ("cybozu", CYBOZU, "予定,登録,2025-04-08 10:00:00,sato,カナリア", {8}),
    ("cybozu", CYBOZU, "予定,登録,カナリア,sato,", {8, 9}),
    ("cybozu", CYBOZU, "予定,登録,2025-04-08 10:00:00,sato,,カナリア", {8, 9}),
    ("line_works", DRIVE, "2025-04-08 10:00:00,佐藤(sato@t),カナリア,/a,", {8}),
    ("line_works", DRIVE, "2025-04-08 10:00:00,,Upload,カナリア,", {8}),
    ("line_works", DRIVE, "カナリア,佐藤(sato@t),Upload,/a,", {8, 9}),
    ("line_works", DRIVE, "2025-04-08 10:00:00,佐藤(sato@t),Upload,/a,カナリア,カナリア", {8, 9}),
    ("mapped_csv", MAPPED, "2025/04/08 10:00,sato,カナリア,1", {8}),
    ("mapped_csv", MAPPED, "2025/04/08 10:00,sato,送信,カナリア", {8}),
    ("mapped_csv", MAPPED, "2025/04/08 10:00,sato,送信,", {8}),
    ("mapped_csv", MAPPED, "カナリア,sato,送信,1", {8, 9}),
    ("mapped_csv", MAPPED, "2025/04/08 10:00,sato,送信,1,カナリア", {8, 9}),
    ("zoom", ZOOM, "佐藤,sato@t,カナリア,2025/04/08 10:00:00", {8, 9}),
    ("zoom", ZOOM, "佐藤,sato@t,2025/04/08 11:00:00,2025/04/08 10:00:00", {8}),
    ("zoom", ZOOM, "佐藤,sato@t,2025/04/08 09:00:00,2025/04/08 10:00:00,カナリア", {8, 9}),
    ("universal_print", USAGE, "suzuki@t,2025-04-08,カナリア,2,2", {8}),
    ("universal_print", USAGE, "suzuki@t,2025-04-08,1,2,2,カナリア", {7, 8, 9, 10}),
    ("copier_log", SHARP, "90,カナリア,sato,2025/04/08 10:00:00,2,0", {8}),
    ("copier_log", SHARP, "90,Copy,sato,カナリア,2,0", {8, 9}),
    ("copier_log", SHARP, "90,Copy,sato,2025/04/08 10:00:00,カナリア,0", {8}),
    ("copier_log", SHARP, ",Copy,sato,2025/04/08 10:00:00,2,0", {8}),
    ("copier_log", SHARP, "90,Copy,sato,2025/04/08 10:00:00,2,0,カナリア", {8, 9}),
    ("windows_files", ACCESSES, _event("<EventID>5145</EventID>", "08", _values(a="カナリア")), {8}),
    ("windows_files", ACCESSES, _event("<EventID>カナリア</EventID>", "08", ACCESS), {8}),
    ("windows_files", ACCESSES, _event("", "08", ACCESS), {8}),
    ("windows_files", ACCESSES, _event("<EventID>5145</EventID>", "08", ACCESS).replace("2025-04-08T", ""), {8, 9}),
    ("windows_print", JOBS, _event("<EventID>307</EventID>", "08", _values(Param1="カナリア")), {8}),
    ("windows_print", JOBS, _event("<EventID>307</EventID>", "08", JOB).replace("2025-04-08T", ""), {8, 9}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "lines", "odd", "days"), ODD)
def test_one_odd_record_costs_its_own_day(
    kind: str, lines: list[str], odd: str, days: set[int], tmp_path: Path
) -> None:
    """The rows around it land, theirs are the days that it may be of, and no other day is open."""
    place = next(
        at for at, line in enumerate(lines) if "2025-04-09" in line or "2025/04/09" in line
    )
    path = tmp_path / ("events.xml" if lines[0].startswith("<") else "saved.csv")
    path.write_text("".join(f"{one}\n" for one in [*lines[:place], odd, *lines[place:]]))
    source = _files(kind, path)
    told = vouched(source, APRIL)
    assert {day: told.rows.get(date(2025, 4, day)) for day in DAYS} == dict.fromkeys(DAYS, 1)
    assert {day.day for day in told.partial} == days
    assert told.error is not None
    assert "1 of 5 records" in told.error.thing or "1 of 9 records" in told.error.thing
    said = [
        in_language(told.error.message, "ja"),
        *(in_language(one.thing, "ja") for one in source.check()),
    ]
    assert "カナリア" not in "".join(said)
    assert "件を除きました" in said[0], "it is told in Japanese"
    assert any("件を除きました" in one for one in said[1:]), "check tells it as well"


@pytest.mark.parametrize(
    "order", [[7, 8, 9, 10], [10, 9, 8, 7]], ids=["oldest first", "newest first"]
)
def test_a_row_without_a_time_is_of_the_days_around_it(order: list[int], tmp_path: Path) -> None:
    """In either order of the file."""
    rows = [f"2025/04/{day:02d} 9:00,sato,送信,1" for day in order]
    path = tmp_path / "saved.csv"
    path.write_text("\n".join([MAPPED[0], *rows[:2], "?,sato,送信,1", *rows[2:], ""]))
    assert (
        {8, 9}
        <= {day.day for day in vouched(_files("mapped_csv", path), APRIL).partial}
        <= {7, 8, 9}
    )


def test_a_row_without_a_time_in_a_table_in_no_order_may_be_of_any_day(tmp_path: Path) -> None:
    """An export that is sorted by person says nothing of the days around a row."""
    rows = [f"2025/04/{day:02d} 9:00,sato,送信,1" for day in (7, 10, 8, 9)]
    path = tmp_path / "saved.csv"
    path.write_text("\n".join([MAPPED[0], *rows, "?,sato,送信,1", ""]))
    assert {day.day for day in vouched(_files("mapped_csv", path), APRIL).partial} == set(DAYS)


def test_a_file_of_nothing_but_odd_records_vouches_for_nothing(tmp_path: Path) -> None:
    """No day of 0, and a word."""
    path = tmp_path / "saved.csv"
    path.write_text("\n".join([MAPPED[0], *["2025/04/08 9:00,sato,ほか,1"] * 5, ""]))
    told = vouched(_files("mapped_csv", path), APRIL)
    assert not told.days
    assert told.error is not None
    assert "5 of 5 records" in told.error.thing


def test_one_damaged_record_of_an_evtx_file_is_set_aside(tmp_path: Path) -> None:
    """A real log with one record overwritten: the parser goes on behind it."""
    events = sample("windows_events")
    whole = next(events.glob("*5145*.evtx"), None) or next(events.glob("*.evtx"))
    raw = bytearray(whole.read_bytes())
    begins = [at for at in range(len(raw) - 4) if raw[at : at + 4] == b"**\0\0"]
    at = begins[len(begins) // 2]
    raw[at + 24 : at + 84] = b"\xff" * 60
    path = tmp_path / "security.evtx"
    path.write_bytes(raw)
    source = _files("windows_files", path)
    lines = list(source.read(path, source.streams[0]))
    assert sum(getattr(line, "why", "") == "(an event) cannot be read" for line in lines) == 1
    with pytest.raises(Exception, match="cannot be read"):
        list(source.fetch(source.streams[0], Window(date(2000, 1, 1), date(2030, 1, 1))))
