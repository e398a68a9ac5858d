"""The demo town's paper as copiers' job logs: Fujifilm, Ricoh, Canon and Sharp, each with its own headers.

One log per copier (one in each section) and month. Scans and sent FAXes are mixed in, so that a day without
paper has entries as well. Ricoh writes several rows per job, Sharp counts no sheets.
"""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.demo_town.for_vendors.documents import printed_name
from connectors.demo_town.for_vendors.shares import each_day, jobs_by_month
from connectors.demo_town.simulate.sections import CHARACTERS
from connectors.demo_town.simulate.workdays import local_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import SimulatedJob
    from connectors.demo_town.simulate.staff import Person

Row = tuple[object, ...]
_SCANS_AT_MS = 27_000_000
"""07:30, in ms after midnight: when the machines log a scan or FAX of their own."""
_SCAN_NUMBER = 900_000


class _Entry(NamedTuple):
    """One job before it is written in a maker's format; a scan has no person."""

    number: int
    at: datetime
    person: Person | None
    name: str
    kind: str
    sides: int
    sheets: int
    copies: int


class _Maker(NamedTuple):
    columns: tuple[str, ...]
    encoding: str
    rows: Callable[[_Entry], Iterator[Row]]


def write_logs(town: DemoTown, folder: Path, maker: str) -> None:
    """Write the logs of a maker's copiers: `MAKER/SECTION/joblog-YYYYMM.csv`."""
    people = {person.staff_no: person for person in town.staff}
    maker_log = _MAKERS[maker]
    for section in (one.code for one in CHARACTERS if town.choice.print_server(one.code) == maker):
        (folder / maker / section).mkdir(parents=True, exist_ok=True)
        for month, jobs in jobs_by_month(town, maker).items():
            mine = [_paper(job, people[job.who]) for job in jobs if job.section == section]
            entries = sorted((*_scans(town, month), *mine), key=lambda entry: entry.at)
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            writer.writerow(maker_log.columns)
            writer.writerows(row for entry in entries for row in maker_log.rows(entry))
            log = folder / maker / section / f"joblog-{month:%Y%m}.csv"
            log.write_bytes(text.getvalue().encode(maker_log.encoding, "replace"))


def _paper(job: SimulatedJob, person: Person) -> _Entry:
    kind = "コピー" if job.number % 4 == 0 else "プリント"
    at, name = local_time(job.at_ms), printed_name(job)
    return _Entry(job.number, at, person, name, kind, job.impressions, job.sheets, job.copies)


def _scans(town: DemoTown, month: date) -> Iterable[_Entry]:
    for at_ms in each_day(town, month, _SCANS_AT_MS):
        at = local_time(at_ms)
        kind = "ファクス送信" if at.day % 2 else "スキャン"
        yield _Entry(_SCAN_NUMBER + at.day, at, None, "", kind, 3, 3, 1)


def _fujifilm(entry: _Entry) -> Iterator[Row]:
    logon, name = _who(entry)
    yield (
        entry.number, entry.kind, logon, name, entry.name, f"{entry.at:%Y/%m/%d %H:%M:%S}",
        entry.sides, entry.sheets, entry.copies,
    )  # fmt: skip


def _ricoh(entry: _Entry) -> Iterator[Row]:
    """Yield one row for the job, and one or two for its output on paper."""
    logon, _ = _who(entry)
    number, at = f"0x{entry.number:08X}", f"{entry.at:%Y-%m-%dT%H:%M:%S}"
    is_paper = entry.person is not None
    yield number, at, "プリンター" if is_paper else "スキャナー", logon, entry.name, "", "", ""
    if is_paper:
        # Output from a second tray is a separate row.
        first = (1, 1) if entry.sheets > 1 else (0, 0)
        for sides, sheets in (first, (entry.sides - first[0], entry.sheets - first[1])):
            if sheets:
                yield number, at, "印刷", "", "", sides, sheets, entry.copies


def _canon(entry: _Entry) -> Iterator[Row]:
    logon, _ = _who(entry)
    yield (
        entry.number, f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.kind, logon, entry.sides, entry.sheets,
        entry.copies, entry.name,
    )  # fmt: skip


def _sharp(entry: _Entry) -> Iterator[Row]:
    logon, name = _who(entry)
    colour = entry.sides // 3
    yield (
        entry.number, entry.kind, logon, name, f"{entry.at:%Y/%m/%d %H:%M:%S}", entry.sides - colour,
        colour, entry.copies, entry.name,
    )  # fmt: skip


def _who(entry: _Entry) -> tuple[str, str]:
    return (entry.person.logon, entry.person.name) if entry.person else ("", "")


_MAKERS = {
    "fujifilm": _Maker(
        ("ジョブ番号", "ジョブ種別", "ユーザーID", "ユーザー名", "文書名", "終了日時", "出力ページ数",
         "出力枚数", "部数"),
        "cp932",
        _fujifilm,
    ),
    "ricoh": _Maker(
        ("ログID", "終了日時", "ジョブ種別", "ログインユーザー名", "文書名", "出力ページ数", "用紙枚数",
         "部数"),
        "utf-8-sig",
        _ricoh,
    ),
    "canon": _Maker(
        ("ジョブID", "終了時刻", "ジョブ種別", "ユーザー名", "ページ数", "用紙枚数", "部数", "文書名"),
        "cp932",
        _canon,
    ),
    "sharp": _Maker(
        ("ジョブID", "ジョブモード", "ログイン名", "ユーザー名", "完了日時", "白黒合計", "フルカラー合計",
         "完了部数", "ファイル名"),
        "utf-16",
        _sharp,
    ),
}  # fmt: skip
MAKERS = tuple(_MAKERS)


def _records_sheets(maker: str, _job: SimulatedJob) -> bool:
    return maker != "sharp"


_QUIRKS = {
    "fujifilm": "names beside logins",
    "ricoh": "several rows a job",
    "canon": "scans and sent FAXes between",
    "sharp": "colour apart, no sheets, UTF-16",
}
VENDORS = {
    maker: DemoVendor(
        kind="copier_log",
        about=f"print jobs; {quirk}",
        settings=f'files = ["town/{maker}/*/*.csv"]\nmaker = "{maker}"',
        tools=("printing",),
        records_sheets=partial(_records_sheets, maker),
        write=partial(write_logs, maker=maker),
    )
    for maker, quirk in _QUIRKS.items()
}
