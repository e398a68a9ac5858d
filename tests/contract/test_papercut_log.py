"""A log of PaperCut gives sheets in every encoding, and a damaged row leaves its day open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.streams import Window
from tests.contract.print_logs import (
    fetch_days,
    fetch_rows,
    papercut_connector,
)
from tests.samples import SAMPLES, needs_samples

if TYPE_CHECKING:
    from pathlib import Path


HEAD = (
    "PaperCut Print Logger - http://www.papercut.com/\r\n"
    "Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size\r\n"
)


def _row(
    time: str,
    *,
    pages: int = 3,
    copies: int = 5,
    duplex: str = "DUPLEX",
    name: str = "起案①㈱髙﨑ｶﾅ",
) -> str:
    return (
        f'{time},hanako,{pages},{copies},mfp1,"{name}",PC1,A4,PCL6,,,{duplex},GRAYSCALE,52kb,\r\n'
    )


@needs_samples
def test_a_real_papercut_file_is_read() -> None:
    """Five jobs over two days; the whole file vouches for the span of its rows."""
    path = SAMPLES / "papercut" / "papercut-print-log-sample.csv"
    batches, error = fetch_days(
        papercut_connector(path), Window(date(2020, 5, 1), date(2020, 6, 1))
    )
    assert error is None
    assert [(batch.day_on.day, batch.rows.num_rows) for batch in batches] == [(29, 2), (30, 3)]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
def test_papercut_gives_sheets_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    """Three pages, five copies, both sides: ten sheets."""
    path = tmp_path / "papercut-print-log-2025-05-02.csv"
    path.write_bytes((HEAD + _row("2025-05-02 10:00:00")).encode(encoding))
    batches, error = fetch_days(papercut_connector(path))
    assert error is None
    (row,) = fetch_rows(batches)
    assert (row["impressions"], row["sheets"], row["copies"]) == (15, 10, 5)
    assert "起案" not in repr(row)


def test_a_day_file_vouches_for_its_day_even_if_nobody_printed(tmp_path: Path) -> None:
    """The day between two files is missing, not quiet."""
    for day in (2, 4):
        (tmp_path / f"papercut-print-log-2025-05-0{day}.csv").write_bytes(HEAD.encode("cp932"))
    batches, error = fetch_days(papercut_connector(tmp_path / "*.csv"))
    assert error is None
    assert [(batch.day_on.day, batch.rows.num_rows) for batch in batches] == [(2, 0), (4, 0)]


def test_jobs_alike_to_the_second_are_two_jobs(tmp_path: Path) -> None:
    """And the same rows in the day's and the month's file are the same two."""
    twice = _row("2025-05-02 10:00:00", name="a") + _row("2025-05-02 10:00:00", name="b")
    for name in ("papercut-print-log-2025-05-02.csv", "papercut-print-log-2025-05.csv"):
        (tmp_path / name).write_bytes((HEAD + twice).encode("cp932"))
    batches, _ = fetch_days(papercut_connector(tmp_path / "*.csv"))
    assert len(fetch_rows(batches)) == 4
    assert len({row["event"] for row in fetch_rows(batches)}) == 2


def test_damaged_and_cut_rows_leave_their_day_open(tmp_path: Path) -> None:
    """A cut-off last row may have been longer; a row of another day does not belong here."""
    path = tmp_path / "papercut-print-log-2025-05-02.csv"
    sound = _row("2025-05-02 10:00:00")
    for broken, told in (
        (_row("2025-05-02 11:00:00")[:-2], False),
        ("2025-05-02 11:00:00,hanako,x,1,mfp1,n,PC1,A4,PCL6,,,DUPLEX,G,1kb,\r\n", True),
        (_row("2025-05-03 11:00:00"), True),
        ('2025-05-02 11:00:00,"hanako,3,1\r\n', True),
    ):
        path.write_bytes((HEAD + sound + broken).encode("cp932"))
        batches, error = fetch_days(papercut_connector(path))
        assert [(batch.rows.num_rows, batch.is_partial) for batch in batches] == [(1, True)]
        assert (error is not None) == told


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>log in</html>",
        b"Time;User\r\n",
        b"\x81",
        (HEAD + "a\0b").encode(),
        HEAD.replace("Copies", "Kopien").encode(),
    ],
)
def test_a_file_that_is_no_papercut_log_is_set_aside(tmp_path: Path, content: bytes) -> None:
    """The other days come, and the file is named."""
    (tmp_path / "papercut-print-log-2025-05-02.csv").write_bytes(content)
    (tmp_path / "papercut-print-log-2025-05-05.csv").write_bytes(
        (HEAD + _row("2025-05-05 10:00:00")).encode()
    )
    batches, error = fetch_days(papercut_connector(tmp_path / "*.csv"))
    assert [batch.day_on.day for batch in batches] == [5]
    assert "2025-05-02.csv" in str(error)
