"""What of a log is not recognised is counted, shown by its form, and never taken for a day of nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.io.logs.line_forms import form_of
from connectors.vendors.jitsi import connector as jitsi
from connectors.vendors.samba import connector as samba
from tests.unit.files.vouched import vouched

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.io.logs.file_source import ExportedFiles

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
CONTEXT = "[room=yotei@muc.example] JitsiMeetConferenceImpl"


def _jitsi(folder: Path, *lines: str) -> ExportedFiles:
    (folder / "jicofo.log").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return jitsi.connect(
        jitsi.Settings(name="j", files=(folder / "jicofo.log",), timezone="Asia/Tokyo")
    )


def _samba(folder: Path, *lines: str) -> ExportedFiles:
    (folder / "audit.log").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return samba.connect(samba.Settings(name="s", kind="samba", files=(folder / "audit.log",)))


def _audit(day: int, operation: str = "pread_send", rest: str = "/srv/a.docx") -> str:
    return f"2025/04/{day:02d} 09:00:00|sato|192.0.2.1|pc|soumu|{operation}|ok|{rest}"


@pytest.mark.parametrize(
    "line",
    [
        f"Jicofo 2025-04-01 10:00:10.396 INFO: [29] {CONTEXT}.<init>#308: Created new conference.",
        f"2025-04-01 10:00:10.396 INFO: [29] {CONTEXT}.<init>#308: Created new conference.",
        "Jicofo 2025-04-01 10:00:10.213 INFO: [51] FocusManager.log() Created new focus for yotei@muc.example. Con",
        f"jicofo_1   | Jicofo 2025-04-01 10:00:10.396 INFO: [29] {CONTEXT}: Created new conference.",
        f"jitsi-jicofo-1  | 2025-04-01 10:00:10.396 INFO: [29] {CONTEXT}: Created new conference.",
        "Jicofo 2025-04-01 10:00:10.396 INFO: [2] [room=yotei@muc.example meeting_id=0a1b] A.<init>#3: Created new conference.",
        f"Apr  1 10:00:10 meet jicofo[8]: Jicofo 2025-04-01 10:00:10.3 INFO: [29] {CONTEXT}: Created new conference.",
    ],
)
def test_jicofos_beginnings_are_read_in_each_of_their_forms(tmp_path: Path, line: str) -> None:
    """The room stands before the words, or after them; words of Docker, or of journald, stand before the time."""
    assert vouched(_jitsi(tmp_path, line), APRIL).rows == {date(2025, 4, 1): 1}


def test_a_meeting_that_two_lines_tell_of_began_once(tmp_path: Path) -> None:
    """The request, the conference and those who join are lines of one meeting."""
    told = vouched(
        _jitsi(
            tmp_path,
            "Jicofo 2025-04-01 10:00:10.300 INFO: [29] ConferenceIqHandler: Conference request for room yotei@muc.example",
            f"Jicofo 2025-04-01 10:00:10.396 INFO: [29] {CONTEXT}: Created new conference.",
            f"Jicofo 2025-04-01 10:00:10.396 INFO: [29] {CONTEXT}: Joining yotei@muc.example",
            "Jicofo 2025-04-02 10:00:00.001 INFO: [1] Main.main#46: Starting Jicofo.",
        ),
        APRIL,
    )
    assert told.rows == {date(2025, 4, 1): 1}
    assert told.proven == {date(2025, 4, 1), date(2025, 4, 2)}, "other lines of the day prove it"


def test_meetings_whose_beginning_is_in_no_known_form_are_missing(tmp_path: Path) -> None:
    """People join and nothing begins: no day of 0 meetings, and a word."""
    source = _jitsi(
        tmp_path,
        *(
            f"Jicofo 2025-04-0{day} 10:00:10.396 INFO: [29] {CONTEXT}: Conference was made."
            for day in (1, 2)
        ),
    )
    told = vouched(source, APRIL)
    assert not told.days
    assert told.error is not None
    assert "no meeting begins" in told.error.thing
    assert any(not one.is_ok and "2 lines" in one.thing for one in source.check())


def test_a_log_in_another_form_vouches_for_nothing_and_shows_its_form(tmp_path: Path) -> None:
    """JSON where lines of text were known."""
    source = _jitsi(tmp_path, *['{"time":"2025-04-01T10:00:10Z","msg":"会議室カナリア"}'] * 3)
    told = vouched(source, APRIL)
    assert not told.days
    assert told.error is not None
    assert "3 of 3 lines" in told.error.thing
    (finding,) = source.check()
    assert not finding.is_ok
    assert '{"aaa…":"0000-00-00A00:00:00A"' in finding.thing
    assert "カナリア" not in repr(finding)


def test_a_form_that_changes_in_mid_log_is_no_quiet_time(tmp_path: Path) -> None:
    """Days of which other lines stand between two known ones may have been theirs."""
    other = "10.04.2025 09.00|sato|soumu|read"
    told = vouched(_samba(tmp_path, _audit(7), _audit(8), *[other] * 9, _audit(14)), APRIL)
    assert told.days == {date(2025, 4, 7), date(2025, 4, 8), date(2025, 4, 14)}
    assert told.partial == {date(2025, 4, 8)}
    assert told.error is not None


def test_some_lines_of_another_kind_are_shown_and_do_no_harm(tmp_path: Path) -> None:
    """They are counted by `check`; the days stand."""
    source = _samba(tmp_path, *[_audit(7)] * 9, "what is this", _audit(8))
    told = vouched(source, APRIL)
    assert (told.error, told.partial) == (None, set())
    assert told.proven == {date(2025, 4, 7), date(2025, 4, 8)}
    assert any(one.is_ok and "1 of 11 lines" in one.thing for one in source.check())


def test_a_damaged_line_is_told_and_the_other_days_stand(tmp_path: Path) -> None:
    """One file's name in another encoding does not set a year's log aside."""
    source = _samba(tmp_path, *(_audit(day) for day in (7, 8, 9)))
    path = tmp_path / "audit.log"
    path.write_bytes(path.read_bytes() + _audit(9).encode() + "表.docx\n".encode("cp932"))
    told = vouched(source, APRIL)
    assert told.days >= {date(2025, 4, 7), date(2025, 4, 8)}
    assert told.error is not None
    assert told.partial == {date(2025, 4, 9)}


def test_opened_files_without_reads_are_no_days_of_nothing(tmp_path: Path) -> None:
    """A success list without pread_send and pwrite_send: who used a file cannot be seen."""
    opens = [
        _audit(day, operation, rest)
        for day in range(7, 11)
        for operation, rest in (
            ("openat", "r|/srv/a.docx"),
            ("create_file", "0x12019f|file|open|/srv/a"),
        )
    ]
    source = _samba(tmp_path, *opens, _audit(11, "unlinkat"))
    told = vouched(source, APRIL)
    assert (told.days, told.partial) == ({date(2025, 4, 11)}, {date(2025, 4, 11)})
    assert told.error is not None
    assert "pread_send" in told.error.thing
    assert any(not one.is_ok and "9 lines" in one.thing for one in source.check())


def test_opened_files_beside_reads_are_no_matter(tmp_path: Path) -> None:
    """A log that lists all of it is whole; a day of opened folders is not proven to be one of nothing."""
    told = vouched(_samba(tmp_path, _audit(7), _audit(8, "openat", "r|/srv"), _audit(9)), APRIL)
    assert told.error is None
    assert told.days == {date(2025, 4, 7), date(2025, 4, 8), date(2025, 4, 9)}
    assert told.proven == {date(2025, 4, 7), date(2025, 4, 9)}


def test_a_form_shows_kinds_of_signs_only() -> None:
    """Never what stands there, nor how long a name is."""
    assert form_of("2025/04/10 09:00|Sato|会議.docx") == "0000/00/00 00:00|Aaaa|漢漢.aaa…"
    assert form_of("TOWN\\山田たろう@example.jp") == "AAA…\\漢漢あああ@aaa….aa"
    assert form_of("\u202e\0𠮷ｱ①") == "??漢あ0"
    assert len(form_of("a1" * 5000)) == 80


def test_a_skipped_file_says_so(tmp_path: Path) -> None:
    """The rest of the source is landed before the word comes."""
    source = _jitsi(tmp_path, "nothing that is known")
    with pytest.raises(SkipPart, match="1 of 1 lines"):
        list(source.fetch(source.streams[0], APRIL))
