"""Print logs: sheets as they came out, days vouched for, damaged lines told and never guessed."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.streams import Window
from connectors.io.print_jobs.jobs import sheets_of
from connectors.vendors.cups import connector as cups
from connectors.vendors.cups.page_log import Damaged, PageLog, compile_format
from connectors.vendors.papercut import connector as papercut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connectors.contract.streams import Batch, Connector

SAMPLES = Path(
    os.environ.get("HIROGARI_SAMPLES", Path(__file__).parents[2] / "../shared/samples")
).resolve()
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples in {SAMPLES}")
MAY = Window(date(2025, 5, 1), date(2025, 6, 1))


def _cups(*files: Path, **more: Any) -> cups.Cups:  # noqa: ANN401 - any setting
    return cups.connect(cups.Settings(name="cups", files=files, **more))


def _papercut(*files: Path) -> papercut.PaperCut:
    return papercut.connect(papercut.Settings(name="papercut", files=files))


def _fetch(connector: Connector, window: Window = MAY) -> tuple[list[Batch], SkipPart | None]:
    batches: list[Batch] = []
    try:
        # What came before the error stays in the list.
        batches.extend(connector.fetch(connector.streams[0], window))
    except SkipPart as error:
        return batches, error
    return batches, None


def _rows(batches: Iterable[Batch]) -> list[dict[str, Any]]:
    tables = [batch.rows for batch in batches]
    rows: list[dict[str, Any]] = pa.concat_tables(tables).to_pylist() if tables else []
    return rows


def _line(
    day: int,
    number: int,
    *,
    total: int = 4,
    copies: str = "1",
    sides: str = "one-sided",
    name: str = "n",
) -> str:
    return (
        f"[{day:02}/May/2025:10:00:00 +0900]\tmfp1\thanako\t{number}\ttotal\t{total}\t{total}\t0\t{copies}"
        f"\t{sides}\t-\tcolor\t1\t-\tlocalhost\t{name}\n"
    )


@needs_samples
def test_the_true_sheets_of_a_real_cupsd_come_out() -> None:
    """True counts stand in the job names of the log that a real cupsd wrote."""
    path = SAMPLES / "cups" / "page_log.formatC_tabs_duplex_oddpages.log"
    batches, error = _fetch(_cups(path), Window(date(2026, 11, 1), date(2026, 12, 1)))
    assert error is None
    rows = {int(row["event"].split("|")[1]): row for row in _rows(batches)}
    assert len(rows) == 8
    lines = path.read_text(encoding="utf-8").splitlines()
    named = {
        int(line.split("\t")[3]): int(found[1])
        for line in lines
        if (found := re.search(r"(?:真の枚数|true )(\d+)", line))
    }
    assert named
    assert {number: rows[number]["sheets"] for number in named} == named
    # Three odd pages, both sides, five copies, whatever the maker; one page, both sides.
    assert (rows[31]["sheets"], rows[34]["sheets"], rows[32]["sheets"]) == (10, 10, 1)
    for number in (35, 36, 37):
        assert (rows[number]["sheets"], rows[number]["quality"]) == (None, "unknown")
    assert [batch.day_on for batch in batches] == [date(2026, 11, 22)]


@needs_samples
def test_the_standard_format_of_a_real_cupsd_is_read() -> None:
    """Thirteen jobs; without copies the sheets behind both sides stay unknown; a raw queue logs 0."""
    path = SAMPLES / "cups" / "page_log.formatA_default.log"
    november = Window(date(2026, 11, 1), date(2026, 12, 1))
    batches, error = _fetch(_cups(path, not_paper=()), november)
    assert error is None
    rows = {int(row["event"].split("|")[1]): row for row in _rows(batches)}
    assert sorted(rows) == list(range(1, 14))
    # Two of them went to CUPS-PDF.
    on_paper, _ = _fetch(_cups(path), november)
    assert len(_rows(on_paper)) == 11
    assert rows[2]["impressions"] == 50
    assert rows[2]["sheets"] is None
    assert rows[13]["impressions"] is None
    assert {row["account"] for row in rows.values()} == {"tanaka", "satou", "suzuki", "yamada"}
    assert rows[1]["printed_at"] == datetime(2026, 11, 22, 0, 44, 59, tzinfo=UTC)


@needs_samples
def test_no_job_name_comes_through() -> None:
    """Names hold titles and people."""
    for path in (SAMPLES / "cups").glob("*.log"):
        batches, _ = _fetch(_cups(path), Window(date(2026, 11, 1), date(2026, 12, 1)))
        for word in ("起案", "会議", "duplex", "pdf", "両面", "localhost", "kankyo"):
            assert word not in repr(_rows(batches))


@given(pages=st.integers(1, 400), copies=st.integers(1, 200))
def test_each_copy_begins_on_a_sheet_of_its_own(pages: int, copies: int) -> None:
    """Counted by laying sheets down one by one."""
    laid = sum(1 for _ in range(copies) for side in range(pages) if side % 2 == 0)
    assert sheets_of(pages * copies, copies, is_duplex=True) == laid
    assert sheets_of(pages * copies, copies, is_duplex=False) == pages * copies


def test_sheets_that_cannot_be_known_are_not_guessed() -> None:
    """No copies, or a job that broke off in the middle of one."""
    assert sheets_of(50, None, is_duplex=True) is None
    assert sheets_of(7, 5, is_duplex=True) is None


@given(
    name=st.text(
        alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=80
    )
)
def test_whatever_a_job_is_called_it_is_the_same_job(name: str) -> None:
    """Tabs, quotes, right-to-left, brackets: the name is last, and dropped."""
    plain = PageLog(None).read(_line(1, 7).rstrip("\n").encode())
    assert PageLog(None).read(_line(1, 7, name=name).removesuffix("\n").encode()) == plain


@given(
    name=st.text(
        alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=80
    )
)
def test_in_the_standard_format_too(name: str) -> None:
    """There the name stands in the middle."""
    line = f"mfp1 hanako 7 [01/May/2025:10:00:00 +0900] total 4 - localhost {name} A4 two-sided-long-edge"
    job = PageLog(None).read(line.encode())
    assert not isinstance(job, Damaged)
    assert (job.account, job.impressions, job.sheets) == ("hanako", 4, None)


@given(line=st.binary(max_size=300))
def test_no_bytes_break_the_reader(line: bytes) -> None:
    """Anything else is damaged, and takes no time to tell."""
    PageLog(None).read(line)


def test_a_file_vouches_from_its_first_to_its_last_line(tmp_path: Path) -> None:
    """The quiet day in between is a day of nothing; before and after, nobody knows."""
    path = tmp_path / "page_log"
    path.write_text(_line(2, 1) + _line(4, 2))
    batches, error = _fetch(_cups(path))
    assert error is None
    assert [(batch.day_on.day, batch.rows.num_rows, batch.is_partial) for batch in batches] == [
        (2, 1, False), (3, 0, False), (4, 1, False),
    ]  # fmt: skip
    assert _cups(path).first_day(cups.STREAM) == date(2025, 5, 2)


def test_a_file_named_with_its_rotation_vouches_until_then(tmp_path: Path) -> None:
    """What logrotate put aside on the 8th holds everything before: a quiet week-end is no gap."""
    path = tmp_path / "page_log-20250508"
    path.write_text(_line(2, 1) + _line(4, 2))
    batches, error = _fetch(_cups(path))
    assert error is None
    assert [batch.day_on.day for batch in batches] == [2, 3, 4, 5, 6, 7]


def test_rotations_in_rhythm_leave_no_gap_and_a_lost_file_does(tmp_path: Path) -> None:
    """Four weekly files and the live one: quiet ends of weeks are known; without one, its week is not."""
    for name, day in (("-20250508", 2), ("-20250515", 12), ("-20250522", 19), ("", 26)):
        (tmp_path / f"page_log{name}").write_text(_line(day, day))
    batches, error = _fetch(_cups(tmp_path / "page_log*"))
    assert error is None
    assert [batch.day_on.day for batch in batches] == list(range(2, 27))
    (tmp_path / "page_log-20250529").write_text(_line(27, 27))
    (tmp_path / "page_log").write_text(_line(30, 30))
    (tmp_path / "page_log-20250515").unlink()
    batches, error = _fetch(_cups(tmp_path / "page_log*"))
    assert error is None
    lost = set(range(2, 31)) - {batch.day_on.day for batch in batches}
    assert lost == set(range(8, 19))


def test_rotated_files_and_gzip_are_one_log_and_lines_count_once(tmp_path: Path) -> None:
    """The same line in two files, as while rotating, has one identity."""
    (tmp_path / "page_log").write_text(_line(3, 2) + _line(4, 3))
    with gzip.open(tmp_path / "page_log.1.gz", "wb") as file:
        file.write((_line(1, 1) + _line(3, 2)).encode())
    batches, error = _fetch(_cups(tmp_path / "page_log*"))
    assert error is None
    assert [batch.day_on.day for batch in batches] == [1, 2, 3, 4]
    assert len({row["event"] for row in _rows(batches)}) == 3


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_page_log_is_unpacked_by_what_it_begins_with(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    """As every other log: `compresscmd` may name another program, and a suffix may be lost."""
    (tmp_path / "page_log.1").write_bytes(pack((_line(1, 1) + _line(3, 2)).encode()))
    (tmp_path / "page_log").write_text(_line(4, 3))
    batches, error = _fetch(_cups(tmp_path / "page_log*"))
    assert error is None
    assert len(_rows(batches)) == 3


def test_a_line_still_being_written_is_left_for_later(tmp_path: Path) -> None:
    """`b,2` may become `b,20`."""
    path = tmp_path / "page_log"
    path.write_text(_line(2, 1) + _line(2, 2, total=200)[:-1])
    batches, error = _fetch(_cups(path))
    assert error is None
    assert len(_rows(batches)) == 1


def test_a_damaged_line_is_told_and_its_day_is_not_whole(tmp_path: Path) -> None:
    """Sound jobs come; the message counts the others and repeats none of them."""
    path = tmp_path / "page_log"
    path.write_bytes(
        (_line(2, 1) + "[03/May/2025:10:00:00 +0900]\tmfp1\tcanary\tx\n" + _line(4, 2)).encode()
        + b"\xff\xfe canary\n" + b"x" * 70_000 + b"\n"
    )  # fmt: skip
    batches, error = _fetch(_cups(path))
    assert [batch.is_partial for batch in batches] == [False, True, False]
    assert len(_rows(batches)) == 2
    assert error is not None
    assert "3 lines (the first is 2), such as [00/Aaa/0000" in str(error)
    (finding,) = _cups(path).check()
    assert "3 of 5 lines are in another format, such as [00/Aaa/0000" in finding.thing
    assert "canary" not in finding.thing
    assert "canary" not in str(error)


@pytest.mark.parametrize("content", [b"", b"<!doctype html><p>log in</p>\n", b"a,b\n1,2\n"])
def test_a_file_that_is_no_page_log_is_not_a_quiet_month(tmp_path: Path, content: bytes) -> None:
    """Empty, a web page, another table: nothing is vouched for, and the next step is told."""
    path = tmp_path / "page_log"
    path.write_bytes(content)
    with pytest.raises(StopSource, match="PageLogFormat"):
        list(_cups(path).fetch(cups.STREAM, MAY))
    assert [finding.is_ok for finding in _cups(path).check()] == [False]


def test_no_file_at_all_is_told() -> None:
    """The pattern is named."""
    with pytest.raises(StopSource, match="/nowhere/page_log"):
        list(_cups(Path("/nowhere/page_log*")).fetch(cups.STREAM, MAY))
    assert [finding.is_ok for finding in _cups(Path("/nowhere/page_log*")).check()] == [False]


def test_any_page_log_format_is_understood(tmp_path: Path) -> None:
    """As it stands in cupsd.conf; one that cannot tell jobs apart is refused with the settings."""
    path = tmp_path / "page_log"
    path.write_text("7;mfp1;[02/May/2025:10:00:00 +0900];6;3;two-sided-long-edge;hanako\n")
    found = _cups(path, format="%j;%p;%T;%C;%{copies};%{sides};%u")
    (row,) = _rows(_fetch(found)[0])
    assert (row["sheets"], row["copies"], row["account"]) == (3, 3, "hanako")
    for wrong in ("%p %u %T", "%p %p %u %j %T %C"):
        with pytest.raises(ValueError, match="PageLogFormat"):
            compile_format(wrong)


def test_times_are_kept_with_their_offset(tmp_path: Path) -> None:
    """A server in UTC prints at 15:30 what is tomorrow in Japan."""
    path = tmp_path / "page_log"
    path.write_text(_line(2, 1).replace("10:00:00 +0900", "15:30:00 +0000"))
    batches, _ = _fetch(_cups(path))
    assert [batch.day_on.day for batch in batches] == [3]


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
    batches, error = _fetch(_papercut(path), Window(date(2020, 5, 1), date(2020, 6, 1)))
    assert error is None
    assert [(batch.day_on.day, batch.rows.num_rows) for batch in batches] == [(29, 2), (30, 3)]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
def test_papercut_gives_sheets_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    """Three pages, five copies, both sides: ten sheets."""
    path = tmp_path / "papercut-print-log-2025-05-02.csv"
    path.write_bytes((HEAD + _row("2025-05-02 10:00:00")).encode(encoding))
    batches, error = _fetch(_papercut(path))
    assert error is None
    (row,) = _rows(batches)
    assert (row["impressions"], row["sheets"], row["copies"]) == (15, 10, 5)
    assert "起案" not in repr(row)


def test_a_day_file_vouches_for_its_day_even_if_nobody_printed(tmp_path: Path) -> None:
    """The day between two files is missing, not quiet."""
    for day in (2, 4):
        (tmp_path / f"papercut-print-log-2025-05-0{day}.csv").write_bytes(HEAD.encode("cp932"))
    batches, error = _fetch(_papercut(tmp_path / "*.csv"))
    assert error is None
    assert [(batch.day_on.day, batch.rows.num_rows) for batch in batches] == [(2, 0), (4, 0)]


def test_jobs_alike_to_the_second_are_two_jobs(tmp_path: Path) -> None:
    """And the same rows in the day's and the month's file are the same two."""
    twice = _row("2025-05-02 10:00:00", name="a") + _row("2025-05-02 10:00:00", name="b")
    for name in ("papercut-print-log-2025-05-02.csv", "papercut-print-log-2025-05.csv"):
        (tmp_path / name).write_bytes((HEAD + twice).encode("cp932"))
    batches, _ = _fetch(_papercut(tmp_path / "*.csv"))
    assert len(_rows(batches)) == 4
    assert len({row["event"] for row in _rows(batches)}) == 2


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
        batches, error = _fetch(_papercut(path))
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
    batches, error = _fetch(_papercut(tmp_path / "*.csv"))
    assert [batch.day_on.day for batch in batches] == [5]
    assert "2025-05-02.csv" in str(error)
