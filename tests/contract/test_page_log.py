"""A page log of CUPS gives the sheets as they came out, the days it vouches for, and a word on damage."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract.errors import StopSource
from connectors.contract.streams import Window
from connectors.io.print_jobs.jobs import sheets_of
from connectors.vendors.cups import connector as cups
from connectors.vendors.cups.page_log import Damaged, PageLog, compile_format
from tests.contract.print_logs import (
    MAY,
    cups_connector,
    fetch_days,
    fetch_rows,
    page_log_line,
)
from tests.samples import SAMPLES, needs_samples

if TYPE_CHECKING:
    from collections.abc import Callable


@needs_samples
def test_the_true_sheets_of_a_real_cupsd_come_out() -> None:
    """True counts stand in the job names of the log that a real cupsd wrote."""
    path = SAMPLES / "cups" / "page_log.formatC_tabs_duplex_oddpages.log"
    batches, error = fetch_days(cups_connector(path), Window(date(2026, 11, 1), date(2026, 12, 1)))
    assert error is None
    rows = {int(row["event"].split("|")[1]): row for row in fetch_rows(batches)}
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
    batches, error = fetch_days(cups_connector(path, not_paper=()), november)
    assert error is None
    rows = {int(row["event"].split("|")[1]): row for row in fetch_rows(batches)}
    assert sorted(rows) == list(range(1, 14))
    # Two of them went to CUPS-PDF.
    on_paper, _ = fetch_days(cups_connector(path), november)
    assert len(fetch_rows(on_paper)) == 11
    assert rows[2]["impressions"] == 50
    assert rows[2]["sheets"] is None
    assert rows[13]["impressions"] is None
    assert {row["account"] for row in rows.values()} == {"tanaka", "satou", "suzuki", "yamada"}
    assert rows[1]["printed_at"] == datetime(2026, 11, 22, 0, 44, 59, tzinfo=UTC)


@needs_samples
def test_no_job_name_comes_through() -> None:
    """Names hold titles and people."""
    november, read = Window(date(2026, 11, 1), date(2026, 12, 1)), 0
    for path in (SAMPLES / "cups").glob("*.log"):
        batches, _ = fetch_days(cups_connector(path), november)
        read += len(fetch_rows(batches))
        for word in ("起案", "会議", "duplex", "pdf", "両面", "localhost", "kankyo"):
            assert word not in repr(fetch_rows(batches))
    assert read > 0, "no row was read, so no name could have come through"


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
    plain = PageLog(None).read(page_log_line(1, 7).rstrip("\n").encode())
    assert PageLog(None).read(page_log_line(1, 7, name=name).removesuffix("\n").encode()) == plain


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
    """Whatever else a line holds, it is damaged, and takes no time to tell."""
    assert isinstance(PageLog(None).read(line), Damaged)


def test_a_file_vouches_from_its_first_to_its_last_line(tmp_path: Path) -> None:
    """The quiet day in between is a day of nothing; before and after, nobody knows."""
    path = tmp_path / "page_log"
    path.write_text(page_log_line(2, 1) + page_log_line(4, 2))
    batches, error = fetch_days(cups_connector(path))
    assert error is None
    assert [(batch.day_on.day, batch.rows.num_rows, batch.is_partial) for batch in batches] == [
        (2, 1, False), (3, 0, False), (4, 1, False),
    ]  # fmt: skip
    assert cups_connector(path).first_day(cups.STREAM) == date(2025, 5, 2)


def test_a_file_named_with_its_rotation_vouches_until_then(tmp_path: Path) -> None:
    """What logrotate put aside on the 8th holds everything before: a quiet week-end is no gap."""
    path = tmp_path / "page_log-20250508"
    path.write_text(page_log_line(2, 1) + page_log_line(4, 2))
    batches, error = fetch_days(cups_connector(path))
    assert error is None
    assert [batch.day_on.day for batch in batches] == [2, 3, 4, 5, 6, 7]


def test_rotations_in_rhythm_leave_no_gap_and_a_lost_file_does(tmp_path: Path) -> None:
    """Four weekly files and the live one: quiet ends of weeks are known; without one, its week is not."""
    for name, day in (("-20250508", 2), ("-20250515", 12), ("-20250522", 19), ("", 26)):
        (tmp_path / f"page_log{name}").write_text(page_log_line(day, day))
    batches, error = fetch_days(cups_connector(tmp_path / "page_log*"))
    assert error is None
    assert [batch.day_on.day for batch in batches] == list(range(2, 27))
    (tmp_path / "page_log-20250529").write_text(page_log_line(27, 27))
    (tmp_path / "page_log").write_text(page_log_line(30, 30))
    (tmp_path / "page_log-20250515").unlink()
    batches, error = fetch_days(cups_connector(tmp_path / "page_log*"))
    assert error is None
    lost = set(range(2, 31)) - {batch.day_on.day for batch in batches}
    assert lost == set(range(8, 19))


def test_rotated_files_and_gzip_are_one_log_and_lines_count_once(tmp_path: Path) -> None:
    """The same line in two files, as while rotating, has one identity."""
    (tmp_path / "page_log").write_text(page_log_line(3, 2) + page_log_line(4, 3))
    with gzip.open(tmp_path / "page_log.1.gz", "wb") as file:
        file.write((page_log_line(1, 1) + page_log_line(3, 2)).encode())
    batches, error = fetch_days(cups_connector(tmp_path / "page_log*"))
    assert error is None
    assert [batch.day_on.day for batch in batches] == [1, 2, 3, 4]
    assert len({row["event"] for row in fetch_rows(batches)}) == 3


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_page_log_is_unpacked_by_what_it_begins_with(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    """As every other log: `compresscmd` may name another program, and a suffix may be lost."""
    (tmp_path / "page_log.1").write_bytes(
        pack((page_log_line(1, 1) + page_log_line(3, 2)).encode())
    )
    (tmp_path / "page_log").write_text(page_log_line(4, 3))
    batches, error = fetch_days(cups_connector(tmp_path / "page_log*"))
    assert error is None
    assert len(fetch_rows(batches)) == 3


def test_a_line_still_being_written_is_left_for_later(tmp_path: Path) -> None:
    """`b,2` may become `b,20`."""
    path = tmp_path / "page_log"
    path.write_text(page_log_line(2, 1) + page_log_line(2, 2, total=200)[:-1])
    batches, error = fetch_days(cups_connector(path))
    assert error is None
    assert len(fetch_rows(batches)) == 1


def test_a_damaged_line_is_told_and_its_day_is_not_whole(tmp_path: Path) -> None:
    """Sound jobs come; the message counts the others and repeats none of them."""
    path = tmp_path / "page_log"
    path.write_bytes(
        (page_log_line(2, 1) + "[03/May/2025:10:00:00 +0900]\tmfp1\tcanary\tx\n" + page_log_line(4, 2)).encode()
        + b"\xff\xfe canary\n" + b"x" * 70_000 + b"\n"
    )  # fmt: skip
    batches, error = fetch_days(cups_connector(path))
    assert [batch.is_partial for batch in batches] == [False, True, False]
    assert len(fetch_rows(batches)) == 2
    assert error is not None
    assert "3 lines (the first is 2), such as [00/Aaa/0000" in str(error)
    (finding,) = cups_connector(path).check()
    assert "3 of 5 lines are in another format, such as [00/Aaa/0000" in finding.thing
    assert "canary" not in finding.thing
    assert "canary" not in str(error)


@pytest.mark.parametrize("content", [b"", b"<!doctype html><p>log in</p>\n", b"a,b\n1,2\n"])
def test_a_file_that_is_no_page_log_is_not_a_quiet_month(tmp_path: Path, content: bytes) -> None:
    """Empty, a web page, another table: nothing is vouched for, and the next step is told."""
    path = tmp_path / "page_log"
    path.write_bytes(content)
    with pytest.raises(StopSource, match="PageLogFormat"):
        list(cups_connector(path).fetch(cups.STREAM, MAY))
    assert [finding.is_ok for finding in cups_connector(path).check()] == [False]


def test_no_file_at_all_is_told() -> None:
    """The pattern is named."""
    with pytest.raises(StopSource, match="/nowhere/page_log"):
        list(cups_connector(Path("/nowhere/page_log*")).fetch(cups.STREAM, MAY))
    assert [finding.is_ok for finding in cups_connector(Path("/nowhere/page_log*")).check()] == [
        False
    ]


def test_any_page_log_format_is_understood(tmp_path: Path) -> None:
    """As it stands in cupsd.conf; one that cannot tell jobs apart is refused with the settings."""
    path = tmp_path / "page_log"
    path.write_text("7;mfp1;[02/May/2025:10:00:00 +0900];6;3;two-sided-long-edge;hanako\n")
    found = cups_connector(path, format="%j;%p;%T;%C;%{copies};%{sides};%u")
    (row,) = fetch_rows(fetch_days(found)[0])
    assert (row["sheets"], row["copies"], row["account"]) == (3, 3, "hanako")
    for wrong in ("%p %u %T", "%p %p %u %j %T %C"):
        with pytest.raises(ValueError, match="PageLogFormat"):
            compile_format(wrong)


def test_times_are_kept_with_their_offset(tmp_path: Path) -> None:
    """A server in UTC prints at 15:30 what is tomorrow in Japan."""
    path = tmp_path / "page_log"
    path.write_text(page_log_line(2, 1).replace("10:00:00 +0900", "15:30:00 +0000"))
    batches, _ = fetch_days(cups_connector(path))
    assert [batch.day_on.day for batch in batches] == [3]
