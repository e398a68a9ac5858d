"""Samba's audit lines behind each head that syslog, journald and Docker put before them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.streams import Window
from connectors.vendors.samba import connector as samba
from tests.unit.files.vouched import Vouched, vouched

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
DAY = date(2025, 4, 10)
BODY = "2025/04/10 09:00:01|sato|192.0.2.5|pc01|soumu|pread_send|ok|/srv/会議|録.docx"


def _read(folder: Path, *lines: str, prefix: str = "%T|%u|%I|%m|%S") -> Vouched:
    path = folder / "audit.log"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    settings = samba.Settings(name="s", kind="samba", files=(path,), prefix=prefix)
    return vouched(samba.connect(settings), APRIL)


@pytest.mark.parametrize(
    "line",
    [
        BODY,
        f"Apr 10 09:00:01 fs01 smbd_audit[37113]: {BODY}",
        f"Apr 10 09:00:01 fs01 smbd_audit: {BODY}",
        f"2025-04-10T09:00:01.123456+09:00 fs01 smbd_audit[37113]: {BODY}",
        f"<133>Apr 10 09:00:01 fs01 smbd_audit[37113]: {BODY}",
        f"<133>1 2025-04-10T09:00:01.123456+09:00 fs01 smbd_audit 37113 - - {BODY}",
        f'<133>1 2025-04-10T09:00:01Z fs01 smbd_audit 37113 ID47 [a@1 b="c d"] \ufeff{BODY}',
        f"Apr 10 09:00:01 fs01 smbd_audit[37113]: message repeated 3 times: [ {BODY}]",
        f"samba-1  | {BODY}",
        f"\x1b[36msamba-1  |\x1b[0m {BODY}",
        f"  {BODY}",
        f"Apr 10 09:00:01 fs01 fileserver[1]: {BODY}",
    ],
)
def test_the_same_use_is_read_behind_each_head(tmp_path: Path, line: str) -> None:
    """And is one use where several of them tell of it: a name with a bar stays whole."""
    told = _read(tmp_path, line, BODY)
    (row,) = told.events.values()
    assert (row["account"], row["document"]) == ("sato", "soumu:/srv/会議|録.docx")
    assert (told.proven, told.error) == ({DAY}, None)


def test_lines_of_other_programs_are_passed_over(tmp_path: Path) -> None:
    """Smbd's own words, and a syslog that everything goes to."""
    told = _read(
        tmp_path,
        *["Apr 10 09:00:00 fs01 CRON[12]: (root) CMD (run-parts)"] * 9,
        *["2025-04-10T09:00:00+09:00 fs01 kernel: eth0 up"] * 9,
        *[
            "[2025/04/10 09:00:01.123456,  0] ../../source3/smbd/server.c:1234(main)",
            "  smbd started",
        ]
        * 9,
        BODY,
    )
    assert (told.rows, told.partial, told.error) == ({DAY: 1}, set(), None)


def test_what_journald_did_not_print_is_told_with_what_to_do(tmp_path: Path) -> None:
    """A name with signs that it does not show; the audit was written all the same."""
    told = _read(tmp_path, *[BODY] * 9, "Apr 10 09:00:01 fs01 smbd_audit[37113]: [123B blob data]")
    assert told.rows == {DAY: 1}
    assert told.error is not None
    assert "--all" in told.error.next_step


@pytest.mark.parametrize("prefix", ["%u|%I|%m|%S|%T", "%T|%I|%S", "%T|%u|%I|%m|%S|%D"])
def test_another_prefix_than_the_settings_is_told_with_its_form(
    tmp_path: Path, prefix: str
) -> None:
    """The log's is shown, kind of sign by kind of sign."""
    told = _read(tmp_path, f"Apr 10 09:00:01 fs01 smbd_audit[1]: {BODY}", prefix=prefix)
    assert not told.rows
    assert told.error is not None
    assert "sato" not in str(told.error)


def test_a_prefix_without_users_is_refused(tmp_path: Path) -> None:
    """Nobody could be counted."""
    told = _read(tmp_path, BODY, prefix="%T|%I|%a|%m|%S")
    assert told.error is not None
    assert "%u" in told.error.thing


def test_what_else_stands_in_the_prefix_is_left_unread(tmp_path: Path) -> None:
    """`%L` tells two servers apart; `%U` is who asked, where `%u` is not logged."""
    lines = [
        f"2025/04/10 09:00:01|sato|{server}|soumu|pread_send|ok|/srv/a.docx"
        for server in ("fs01", "fs02")
    ]
    told = _read(tmp_path, *lines, prefix="%T|%U|%L|%S")
    assert len({row["document"] for row in told.events.values()}) == 2
    assert {row["account"] for row in told.events.values()} == {"sato"}
    assert _read(tmp_path, *lines, prefix="%T|%u|%w|%S").rows == {DAY: 1}


def test_a_time_that_is_none_is_no_known_form(tmp_path: Path) -> None:
    """And no fault of the program."""
    told = _read(tmp_path, BODY.replace("2025/04/10", "2025/04/31"))
    assert not told.days
    assert told.error is not None
