"""Where files end: rotated logs, a file that is missing between two, copies made at noon, newest first, cut lines."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.streams import Window
from connectors.io.logs.log_lines import read_lines
from connectors.io.tables.table_files import read_sheets
from connectors.vendors.cybozu import connector as cybozu
from connectors.vendors.samba import connector as samba
from connectors.vendors.windows import file_server as windows_files
from tests.unit.files.vouched import vouched

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from connectors.io.logs.file_source import ExportedFiles

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))


def _lines(*days: int) -> str:
    return "".join(
        f"2025/04/{day:02d} 09:00:00|sato|192.0.2.1|pc|soumu|pread_send|ok|/srv/{day}.docx\n"
        for day in days
    )


def _on(path: Path, day: int, hour: int = 12) -> None:
    at = datetime(2025, 4, day, hour, tzinfo=UTC).timestamp()
    os.utime(path, (at, at))


def _samba(folder: Path) -> ExportedFiles:
    return samba.connect(samba.Settings(name="s", kind="samba", files=(folder / "audit.log*",)))


def _days(*days: int) -> set[date]:
    return {date(2025, 4, day) for day in days}


def _write(folder: Path, files: dict[str, Iterable[int]]) -> ExportedFiles:
    for name, days in files.items():
        (folder / name).write_text(_lines(*days), encoding="utf-8")
    return _samba(folder)


@pytest.mark.parametrize(
    "names",
    [
        ("audit.log.2", "audit.log.1", "audit.log"),
        ("audit.log-20250406", "audit.log-20250411", "audit.log-20250416", "audit.log"),
    ],
)
def test_a_week_end_between_two_rotated_files_is_quiet(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    """The log went on: Friday's last line stands in one file, Monday's first in the next."""
    days = ((3, 4), (7, 8, 9, 10), (14, 15), (21, 22))
    told = vouched(_write(tmp_path, dict(zip(names, days, strict=False))), APRIL)
    assert _days(5, 6, 11, 12, 13) <= told.days
    assert not told.partial
    assert not told.proven & _days(5, 6)


def test_a_rotated_file_that_is_missing_leaves_no_whole_day_at_its_edges(tmp_path: Path) -> None:
    """Logs are put aside in the middle of a day: of both days a part is in the file that is gone."""
    source = _write(tmp_path, {"audit.log.3": (1, 2), "audit.log.1": (7, 8), "audit.log": (9,)})
    told = vouched(source, APRIL)
    assert told.partial == _days(2, 7)
    assert not told.days & _days(3, 4, 5, 6)
    assert any(not one.is_ok and "missing between" in one.thing for one in source.check())


def test_a_dated_file_that_is_missing_is_told_by_the_rhythm(tmp_path: Path) -> None:
    """A stretch twice as long as the others."""
    files = {
        "audit.log-20250405": (1, 2),
        "audit.log-20250408": (6, 7),
        "audit.log-20250414": (12, 13),
    }
    files |= {"audit.log-20250417": (15, 16), "audit.log": (18,)}
    assert vouched(_write(tmp_path, files), APRIL).partial == _days(7, 12)


def test_a_log_cut_in_its_last_line_is_not_whole_on_that_day(tmp_path: Path) -> None:
    """Whenever the copy was made; in a log that runs newest first it is the oldest day."""
    for name, days, cut in (("audit.log", (7, 8, 9), 9), ("audit.log", (9, 8, 7), 7)):
        path = tmp_path / name
        path.write_text(_lines(*days) + _lines(days[-1])[:30], encoding="utf-8")
        told = vouched(_samba(tmp_path), APRIL)
        assert (told.partial, told.error) == (_days(cut), None)
        assert told.days == _days(7, 8, 9)


def test_a_log_that_runs_newest_first_begins_with_its_oldest_day(tmp_path: Path) -> None:
    """The order of a log is found, not assumed."""
    source = _write(tmp_path, {"audit.log": (14, 11, 10, 9, 8, 7)})
    assert source.first_day(source.streams[0]) == date(2025, 4, 7)
    assert vouched(source, APRIL).days == _days(*range(7, 15))


def test_a_copy_made_at_noon_holds_half_a_day(tmp_path: Path) -> None:
    """Of its own log; another server's log that was written later does not make it whole."""
    (tmp_path / "audit.log").write_text(_lines(7, 8), encoding="utf-8")
    (tmp_path / "audit.log-fs02").write_text(_lines(7, 10, 11), encoding="utf-8")
    _on(tmp_path / "audit.log", 8, 3)
    _on(tmp_path / "audit.log-fs02", 11, 3)
    assert vouched(_samba(tmp_path), APRIL).partial == _days(11)
    (tmp_path / "audit.log-fs02").unlink()
    assert vouched(_samba(tmp_path), APRIL).partial == _days(8)


def test_fridays_log_is_whole_once_mondays_line_is_there(tmp_path: Path) -> None:
    """And not before: nobody knows on Saturday whether Friday was over."""
    source = _write(tmp_path, {"audit.log": (3, 4)})
    _on(tmp_path / "audit.log", 4, 9)
    assert vouched(source, APRIL).partial == _days(4)
    _write(tmp_path, {"audit.log": (3, 4, 7)})
    _on(tmp_path / "audit.log", 7, 9)
    told = vouched(source, APRIL)
    assert (told.days, told.partial) == (_days(3, 4, 5, 6, 7), _days(7))


def _export(folder: Path, name: str, days: Iterable[int], saved: int) -> None:
    rows = "".join(f"2025/04/{day:02d} 09:00,sato,Schedule,Add\n" for day in days)
    (folder / name).write_text(
        f"日時,ユーザーID,アプリケーションID,イベントID\n{rows}", encoding="utf-8"
    )
    _on(folder / name, saved, 3)


def test_an_export_saved_at_noon_is_told_until_a_later_one_holds_that_day(tmp_path: Path) -> None:
    """An export that begins on the day after does not help."""
    settings = cybozu.Settings(
        name="c",
        files=(tmp_path / "*.csv",),
        apps={"Schedule": "calendar"},
        events={"Add": "created"},
    )
    source = cybozu.connect(settings)
    _export(tmp_path, "a.csv", (1, 2), 2)
    assert vouched(source, APRIL).partial == _days(2)
    _export(tmp_path, "b.csv", (3, 4), 5)
    assert vouched(source, APRIL).partial == _days(2)
    assert any(not one.is_ok and "2025-04-02 is not whole" in one.thing for one in source.check())
    _export(tmp_path, "c.csv", (1, 2, 3, 4), 5)
    assert not vouched(source, APRIL).partial


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_logs_are_unpacked_whatever_logrotate_packs_with(tmp_path: Path, pack: object) -> None:
    """`compresscmd` may name another program."""
    (tmp_path / "audit.log.1.gz").write_bytes(pack(_lines(7).encode()))  # type: ignore[operator]  # a function
    assert vouched(_samba(tmp_path), APRIL).rows == {date(2025, 4, 7): 1}


SAVED_PAGES = (
    b"<!doctype html>\n<title>log in</title>\n",
    b"<!-- saved from url=(0042)https://files.example/log -->\n<html><head>\n",
    b"\n<?xml version='1.0'?>\n<html xmlns='x'>\n",
    b"<head><title>log in</title>\n",
)


@pytest.mark.parametrize("page", SAVED_PAGES)
def test_a_saved_page_is_neither_log_nor_table(tmp_path: Path, page: bytes) -> None:
    """Whatever a browser writes before it: one place knows how a page begins."""
    (tmp_path / "audit.log").write_bytes(page + _lines(7).encode())
    with pytest.raises(SkipPart, match="a web page stands where a log should"):
        list(read_lines(tmp_path / "audit.log"))
    (tmp_path / "book.csv").write_bytes(page + b"a,b\n")
    with pytest.raises(SkipPart, match=r"ページ|page"):
        read_sheets(tmp_path / "book.csv")


def test_a_pipe_or_a_folder_is_no_log(tmp_path: Path) -> None:
    """A pipe would be waited for without end."""
    os.mkfifo(tmp_path / "audit.log")
    source = _samba(tmp_path)
    with pytest.raises(StopSource, match="no file but"):
        source.files()
    (finding,) = source.check()
    assert not finding.is_ok


def test_zeros_and_a_line_without_end_spoil_their_own_day_alone(tmp_path: Path) -> None:
    """As a power cut leaves a log; it goes on below."""
    path = tmp_path / "audit.log"
    path.write_bytes(
        (_lines(7, 8) * 5).encode()
        + b"\0" * 4096
        + _lines(9).encode()
        + b"x" * 3_000_000
        + b"\n"
        + (_lines(9, 10) * 5).encode()
    )
    told = vouched(_samba(tmp_path), APRIL)
    assert told.rows == {date(2025, 4, day): 1 for day in (7, 8, 9, 10)}
    assert told.error is not None
    assert not told.partial & _days(7, 8, 10)


def test_a_log_delivered_twice_counts_once(tmp_path: Path) -> None:
    """Under two names, and where rotated files overlap."""
    source = _write(
        tmp_path, {"audit.log": (7, 8, 9), "audit.log.1": (6, 7, 8), "audit.log-copy": (7, 8, 9)}
    )
    assert vouched(source, APRIL).rows == {date(2025, 4, day): 1 for day in (6, 7, 8, 9)}


def test_a_file_of_events_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's file: no traceback."""
    path = tmp_path / "security.xml"
    path.write_text("<Event/>", encoding="utf-8")

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError

    source = windows_files.connect(windows_files.Settings(name="w", files=(path,)))
    monkeypatch.setattr(type(path), "open", refuse)
    told = vouched(source, APRIL)
    assert told.error is not None
    assert "permissions" in told.error.next_step


@pytest.mark.parametrize("year", ["1970", "2000", "2099", "9999"])
def test_a_clock_that_was_wrong_makes_no_years_of_quiet(tmp_path: Path, year: str) -> None:
    """A server with an empty battery writes so until it has asked for the time."""
    wrong = _lines(7).replace("2025", year)
    (tmp_path / "audit.log").write_text(wrong + _lines(7, 8), encoding="utf-8")
    source = _samba(tmp_path)
    assert (source.first_day(source.streams[0]) or date.min).year in {2025, int(year)}
    assert year > "2025" or source.first_day(source.streams[0]) == date(2025, 4, 7)
    assert vouched(source, Window(date(2024, 4, 1), date(2026, 4, 1))).days == _days(7, 8)


def test_a_log_saved_by_powershell_is_read(tmp_path: Path) -> None:
    """In UTF-16 with its mark; half a sign at its end is told."""
    path = tmp_path / "audit.log"
    wide = _lines(7, 8).replace("srv", "会\u2028議").encode("utf-16")
    path.write_bytes(wide)
    assert vouched(_samba(tmp_path), APRIL).rows == {date(2025, 4, 7): 1, date(2025, 4, 8): 1}
    path.write_bytes(wide[:-3])
    told = vouched(_samba(tmp_path), APRIL)
    assert told.error is not None or told.partial


def test_an_event_with_an_odd_number_is_none_of_ours(tmp_path: Path) -> None:
    """And no fault of the program."""
    path = tmp_path / "security.xml"
    path.write_text(
        "<Events><Event><System><EventID>x</EventID></System></Event></Events>", encoding="utf-8"
    )
    assert not vouched(
        windows_files.connect(windows_files.Settings(name="w", files=(path,))), APRIL
    ).days
