"""Jicofo's log as towns have it, and which rooms in it are no meeting."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.streams import Window
from connectors.vendors.jitsi import connector as jitsi
from tests.unit.files.vouched import Vouched, vouched

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
WORDS = "INFO: [29] [room=yotei@muc.example] JitsiMeetConferenceImpl.<init>#308: Created new conference."
LINE = f"Jicofo 2025-04-15 09:50:10.396 {WORDS}"


def _read(folder: Path, *lines: str, timezone: str = "Asia/Tokyo") -> Vouched:
    path = folder / "jicofo.log"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return vouched(jitsi.connect(jitsi.Settings(name="j", files=(path,), timezone=timezone)), APRIL)


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        f"jicofo_1   | {LINE}",
        f"\x1b[36mjicofo-1  | \x1b[0m{LINE}",
        f"jicofo_1   | 2025-04-15T00:50:10.396123456Z {LINE}",
        f"2025-04-15T00:50:10.396123456Z stdout F {LINE}",
        json.dumps({"log": f"{LINE}\n", "stream": "stdout", "time": "2025-04-15T00:50:10.396Z"}),
        f"Apr 15 09:50:10 meet jicofo[812]: 2025-04-15 09:50:10.396 {WORDS}",
        f"2025-04-15 09:50:10,396 {WORDS}",
        f"2025-04-15T00:50:10.396Z {WORDS}",
        f"2025-04-15T09:50:10.396+0900 {WORDS}",
    ],
)
def test_the_same_meeting_is_read_from_each_log(tmp_path: Path, line: str) -> None:
    """Of the package, of Docker and Kubernetes, of journald; a zone that stands there is kept to."""
    told = _read(tmp_path, line)
    assert told.rows == {date(2025, 4, 15): 1}
    told_late = _read(
        tmp_path,
        line.replace(" 09:50:10", " 23:50:10")
        .replace("T09:50", "T23:50")
        .replace("T00:50", "T14:50"),
    )
    assert told_late.rows == {date(2025, 4, 15): 1}


def test_a_time_without_zone_is_the_servers(tmp_path: Path) -> None:
    """A container's clock is mostly UTC."""
    late = LINE.replace("09:50", "15:30")
    assert _read(tmp_path, late, timezone="UTC").rows == {date(2025, 4, 16): 1}


@pytest.mark.parametrize(
    "room",
    [
        "0f8e-77@breakout.meet.jitsi",
        "yotei@lobby.meet.jitsi",
        "__jicofo-health-check-2211@muc.meet.jitsi",
        "JibriBrewery@internal-muc.meet.jitsi",
    ],
)
def test_parts_of_a_meeting_and_trials_of_the_servers_are_none(tmp_path: Path, room: str) -> None:
    """The day is whole, and has one meeting."""
    other = LINE.replace("yotei@muc.example", room)
    assert _read(tmp_path, LINE, other).rows == {date(2025, 4, 15): 1}
    told = _read(tmp_path, other)
    assert (told.rows, told.proven, told.error) == ({}, {date(2025, 4, 15)}, None)


def test_a_trace_belongs_to_its_line_and_other_words_do_not(tmp_path: Path) -> None:
    """A stack trace has no time of its own."""
    trace = (
        "java.lang.RuntimeException: カナリア",
        "\tat org.jitsi.A.b(A.java:1)",
        "Caused by: x",
        "",
    )
    told = _read(tmp_path, LINE, *trace * 9)
    assert (told.partial, told.error) == (set(), None)
    docker = [f"jicofo_1   | {line}" for line in (LINE, *trace * 9)]
    assert _read(tmp_path, *docker).error is None


def test_a_time_that_is_none_is_no_known_form(tmp_path: Path) -> None:
    """And no fault of the program."""
    told = _read(
        tmp_path, LINE.replace("2025-04-15", "2025-13-45"), "[" * 50_000, '{"log":' * 9_999
    )
    assert not told.days
    assert told.error is not None
