"""A copy made at noon, and a file cut at its end, are no whole day; files of later days and nights close it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import TOKYO, Window
from connectors.vendors.copiers import connector as copier_log
from connectors.vendors.cups import connector as cups
from connectors.vendors.papercut import connector as papercut

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract.streams import Connector

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
HEAD = "Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size\n"
SHARP = "Job ID,Job Mode,Login Name,Completing Date & Time,Black & White Total Count,Full Color Total Count\n"


def _write(path: Path, text: str, at: str | None) -> Path:
    """Write a file; `at` is when, as 2025-04-10 12:00 in Japan, None is now."""
    path.write_text(text, encoding="utf-8")
    if at:
        seconds = datetime.fromisoformat(at).replace(tzinfo=TOKYO).timestamp()
        os.utime(path, (seconds, seconds))
    return path


def _states(source: Connector) -> dict[int, bool]:
    """Return the days of the month that came, and whether each is whole."""
    found: dict[int, bool] = {}
    for batch in source.fetch(source.streams[0], APRIL):
        found[batch.day_on.day] = found.get(batch.day_on.day, True) and not batch.is_partial
    return found


def _papercut(folder: Path, *files: tuple[int, str, str | None]) -> Connector:
    for day, last, at in files:
        rows = "".join(
            f"2025-04-{day:02} {time},sato,2,1,mfp,x,PC1,A4,PCL6,,,NOT DUPLEX,GRAYSCALE,5kb,\n"
            for time in ("09:00:00", last)
        )
        _write(folder / f"papercut-print-log-2025-04-{day:02}.csv", HEAD + rows, at)
    return papercut.connect(papercut.Settings(name="p", files=(folder / "*.csv",)))


def test_daily_files_copied_at_noon_are_no_whole_days(tmp_path: Path) -> None:
    """Each day at noon, also where the last job came a minute before."""
    files = [(day, "11:59:00", f"2025-04-{day:02} 12:00") for day in (7, 8, 9, 10, 11)]
    assert not any(_states(_papercut(tmp_path, *files)).values())
    assert _states(_papercut(tmp_path, (7, "11:20:00", "2025-04-07 12:00")))[7] is False


def test_daily_files_written_or_copied_after_the_day_are_whole(tmp_path: Path) -> None:
    """In the night after, or long after."""
    source = _papercut(
        tmp_path, (7, "17:00:00", "2025-04-08 01:00"), (8, "17:00:00", None), (9, "17:00:00", "2025-04-09 23:50")
    )  # fmt: skip
    assert _states(source) == {7: True, 8: True, 9: True}


def test_a_folder_read_as_it_stands_is_whole_once_the_next_file_is_there(tmp_path: Path) -> None:
    """Each file was last written with its last job; the newest may get more."""
    ends = {7: "17:21:00", 8: "16:02:00", 9: "18:40:00", 10: "15:30:00"}
    files = [(day, end, f"2025-04-{day:02} {end}") for day, end in ends.items()]
    assert _states(_papercut(tmp_path, *files)) == {7: True, 8: True, 9: True, 10: False}


def test_a_months_file_closes_what_a_noon_copy_left_open(tmp_path: Path) -> None:
    """Whichever file holds all of a day."""
    source = _papercut(tmp_path, (7, "11:20:00", "2025-04-07 12:00"))
    text = (tmp_path / "papercut-print-log-2025-04-07.csv").read_text()
    later = text.splitlines(keepends=True)[-1].replace("04-07 11:20", "04-08 08:00")
    _write(tmp_path / "papercut-print-log-2025-04.csv", text + later, "2025-04-09 01:00")
    assert _states(source) == {7: True, 8: True}


def _copier(folder: Path, **more: Any) -> Connector:  # noqa: ANN401 - any setting
    return copier_log.connect(
        copier_log.Settings(name="c", maker="sharp", files=(folder / "*.csv",), **more)
    )


def _row(number: int, day: int, time: str, sides: int = 4) -> str:
    return f"{number},Copy,sato,2025/04/{day:02} {time},{sides},0\n"


def test_a_copiers_log_taken_at_noon_leaves_its_last_day_open(tmp_path: Path) -> None:
    """Until a later log of the same machine goes on; another machine's says nothing of it."""
    first = SHARP + _row(1, 7, "09:00:00") + _row(2, 8, "11:00:00")
    _write(tmp_path / "1F_20250408.csv", first, "2025-04-08 12:00")
    assert _states(_copier(tmp_path)) == {7: True, 8: False}
    _write(
        tmp_path / "2F_20250409.csv",
        SHARP + _row(1, 8, "10:00:00", 9) + _row(2, 9, "09:00:00", 9),
        None,
    )
    assert _states(_copier(tmp_path)) == {7: True, 8: False, 9: True}
    later = SHARP + _row(3, 8, "15:00:00") + _row(4, 9, "11:00:00")
    _write(tmp_path / "1F_20250409.csv", later, "2025-04-10 00:30")
    assert _states(_copier(tmp_path)) == {7: True, 8: True, 9: True}


def test_a_copiers_log_cut_in_its_last_row_leaves_that_day_open(tmp_path: Path) -> None:
    """Fewer columns than the header, although the line has an end; without an end it is refused."""
    text = SHARP + _row(1, 7, "09:00:00") + _row(2, 8, "11:00:00")
    _write(tmp_path / "log.csv", text + "3,Copy,sato,2025/04/08 12\n", None)
    assert _states(_copier(tmp_path)) == {7: True, 8: False}
    _write(tmp_path / "log.csv", text[:-1], None)
    with pytest.raises(SkipPart):
        _states(_copier(tmp_path))


def test_ricohs_last_line_tells_whether_the_download_is_whole(tmp_path: Path) -> None:
    """What it says in other words is told, and the last day is open."""
    head = "End Date/Time,Log Type,User Entry ID,Log ID,Source,Target,Printed Pages\n"
    rows = "2025-04-10T09:00:30,Copier: Copying,sato,0x1,,,\n,,,0x1,,Print,6\n"
    settings = copier_log.Settings(name="c", maker="ricoh", files=(tmp_path / "log.csv",))
    _write(tmp_path / "log.csv", head + rows + "Download completed.\n", None)
    assert _states(copier_log.connect(settings)) == {10: True}
    _write(tmp_path / "log.csv", head + rows + "An error occurred.\n", None)
    source = copier_log.connect(settings)
    with pytest.raises(SkipPart, match="no known form"):
        _states(source)
    assert any(not one.is_ok for one in source.check())


def test_the_last_day_of_a_page_log_is_open_until_a_file_is_written_later(tmp_path: Path) -> None:
    """Copied at noon it holds half of it."""
    line = "mfp sato {n} [{day}/Apr/2025:09:00:01 +0900] total 2 - pc x A4 one-sided\n"
    text = line.format(n=1, day="09") + line.format(n=2, day="10")
    path = _write(tmp_path / "page_log", text, "2025-04-10 12:00")
    source = cups.connect(cups.Settings(name="p", files=(path,)))
    assert _states(source) == {9: True, 10: False}
    night = datetime(2025, 4, 10, 15, 0, 1, tzinfo=UTC) + timedelta(hours=2)
    os.utime(path, (night.timestamp(), night.timestamp()))
    assert _states(source) == {9: True, 10: True}
