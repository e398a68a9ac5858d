"""A job of cupsd is one job: running totals, a total of 0 beside it, numbers that begin anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors.cups import connector as cups
from connectors.vendors.cups import runs

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))


def _line(at: str, total: int, *, job: int = 101, user: str = "sato") -> str:
    day, time = at.split()
    return f"mfp1 {user} {job} [{day}/Apr/2025:{time} +0900] total {total} - pc x A4 one-sided\n"


def _sides(*texts: str, folder: Path, window: Window = APRIL) -> dict[int, list[int | None]]:
    """Return the sides of each job by day of the month, from one file for each text."""
    for number, text in enumerate(texts):
        (folder / f"page_log.{number}").write_text(text)
    source = cups.connect(cups.Settings(name="cups", files=(folder / "page_log.*",)))
    found: dict[int, list[int | None]] = {}
    seen = set()
    for batch in source.fetch(source.streams[0], window):
        for row in pa.Table.to_pylist(batch.rows):
            if row["event"] not in seen:
                found.setdefault(row["day_on"].day, []).append(row["impressions"])
            seen.add(row["event"])
    return found


RUNNING = _line("10 09:00:01", 1) + _line("10 09:00:11", 3) + _line("10 09:00:24", 8)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (RUNNING, {10: [8]}),
        ("".join(reversed(RUNNING.splitlines(keepends=True))), {10: [8]}),
        (_line("10 09:00:01", 5) + _line("10 09:00:02", 0), {10: [5]}),
        (_line("10 09:00:01", 0) + _line("10 09:00:01", 5), {10: [5]}),
        (_line("10 09:00:01", 5) + _line("10 09:00:03", 5), {10: [5]}),
        (_line("10 09:00:01", 0), {10: [None]}),
        # A reprint of the held job, in the afternoon and as a smaller part.
        (_line("10 09:00:01", 5) + _line("10 15:00:00", 5), {10: [5, 5]}),
        (_line("10 09:00:01", 8) + _line("10 09:30:00", 3), {10: [8, 3]}),
        # The spool was removed and numbers began anew.
        (_line("10 09:00:01", 3) + _line("11 09:00:01", 5), {10: [3], 11: [5]}),
        (_line("10 09:00:01", 3) + _line("10 09:05:00", 5, user="ito"), {10: [3, 5]}),
        # Over midnight: the job belongs to the day on which it ended.
        (_line("10 23:59:50", 3) + _line("11 00:00:10", 8), {11: [8]}),
    ],
)  # fmt: skip
def test_lines_of_one_job_are_one_job(
    text: str, sides: dict[int, list[int | None]], tmp_path: Path
) -> None:
    """The last total counts, and what the vendor keeps apart stays apart."""
    assert _sides(text, folder=tmp_path) == sides


def test_a_copy_cut_in_the_middle_of_a_job_adds_nothing(tmp_path: Path) -> None:
    """Two files hold the same job, one of them only its beginning."""
    cut = "".join(RUNNING.splitlines(keepends=True)[:2])
    assert _sides(cut, RUNNING, cut, folder=tmp_path) == {10: [8]}


def test_a_job_over_a_rotation_at_midnight_is_one_job(tmp_path: Path) -> None:
    """Its first lines are in yesterday's file; the window of the next day alone sees the same."""
    files = (_line("10 23:59:50", 3), _line("11 00:00:10", 8))
    assert _sides(*files, folder=tmp_path) == {11: [8]}
    day = Window(date(2025, 4, 11), date(2025, 4, 12))
    assert _sides(*files, folder=tmp_path, window=day) == {11: [8]}


def test_memory_is_let_go_and_jobs_stay_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for few lines, what is over is let go of and what still prints is kept."""
    monkeypatch.setattr(runs, "_MOST_HELD", 6)
    text = "".join(
        _line(f"{day:02} 09:00:0{n}", total, job=day)
        for day in range(1, 20)
        for n, total in enumerate((1, 3, 8))
    )
    assert _sides(text, folder=tmp_path) == {day: [8] for day in range(1, 20)}


def test_microseconds_behind_the_second_are_read(tmp_path: Path) -> None:
    """LogTimeFormat usecs."""
    text = _line("10 09:00:01.123456", 3) + _line("11 09:00:01.000001", 4, job=102)
    assert _sides(text, folder=tmp_path) == {10: [3], 11: [4]}


def test_days_between_two_lines_are_open_where_a_line_between_them_is_in_no_form(
    tmp_path: Path,
) -> None:
    """It may be of any of them: none is a day of nothing."""
    path = tmp_path / "page_log"
    path.write_text(_line("10 09:00:01", 3) + "kaigi\n" + _line("13 09:00:01", 4, job=102))
    source = cups.connect(cups.Settings(name="cups", files=(path,)))
    seen: dict[int, bool] = {}

    def read() -> None:
        seen.update(
            (one.day_on.day, one.is_partial) for one in source.fetch(source.streams[0], APRIL)
        )

    with pytest.raises(SkipPart, match=r"1 lines \(the first is 2\), such as aaa"):
        read()
    assert seen == {10: False, 11: True, 12: True, 13: False}


def test_a_line_without_its_end_leaves_its_day_open(tmp_path: Path) -> None:
    """It is still being written, or the copy was cut."""
    path = tmp_path / "page_log"
    source = cups.connect(cups.Settings(name="cups", files=(path,)))
    path.write_text(_line("10 09:00:01", 3) + _line("10 10:00:01", 4, job=102)[:-20])
    assert [one.is_partial for one in source.fetch(source.streams[0], APRIL)] == [True]
