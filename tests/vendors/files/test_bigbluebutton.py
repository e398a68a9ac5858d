"""BigBlueButton's webhooks in each form in which they are kept, and what in them is no meeting of one's own."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from connectors.contract.streams import Window
from connectors.vendors.bigbluebutton import connector as bigbluebutton
from tests.unit.files.vouched import Vouched, vouched

if TYPE_CHECKING:
    from pathlib import Path

JUNE = Window(date(2026, 6, 1), date(2026, 7, 1))
DAY = date(2026, 6, 9)
JOINED, LEFT = "UserJoinedMeetingEvtMsg", "UserLeftMeetingEvtMsg"
ENDED, CREATED = "MeetingEndedEvtMsg", "MeetingCreatedEvtMsg"
MAIN = "aaa-1"


def _ms(time: str) -> int:
    return int(datetime.fromisoformat(f"2026-06-09T{time}+09:00").timestamp() * 1000)


def _raw(kind: str, time: str, meeting: str = MAIN, **body: object) -> dict[str, object]:
    core = {"header": {"name": kind, "meetingId": meeting}, "body": body}
    return {"envelope": {"name": kind, "timestamp": _ms(time)}, "core": core}


def _in(time: str, who: str, named: str, meeting: str = MAIN, **more: object) -> dict[str, object]:
    return _raw(JOINED, time, meeting, intId=who, extId=named, name="カナリア", **more)


def _out(time: str, who: str, meeting: str = MAIN) -> dict[str, object]:
    return _raw(LEFT, time, meeting, intId=who)


def _mapped(
    name: str, time: str, who: str = "w1", named: str = "sato", **more: object
) -> dict[str, object]:
    meeting = {"internal-meeting-id": MAIN, "external-meeting-id": "room", **more}
    user = {"internal-user-id": who, "external-user-id": named, "name": "カナリア"}
    attributes = {"meeting": meeting, "user": user}
    return {
        "data": {"type": "event", "id": name, "attributes": attributes, "event": {"ts": _ms(time)}}
    }


def _read(folder: Path, *lines: object) -> Vouched:
    path = folder / "events.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return vouched(bigbluebutton.connect(bigbluebutton.Settings(name="b", files=(path,))), JUNE)


def _stays(told: Vouched) -> list[tuple[object, ...]]:
    return sorted(
        (row["account"], row["ended_at"] and (row["ended_at"] - row["started_at"]).total_seconds())  # type: ignore[operator]  # instants
        for row in told.events.values()
    )


def _posted(*events: dict[str, object]) -> dict[str, str]:
    return {"event": json.dumps(events), "timestamp": "1", "domain": "bbb.example"}


PAIR = _mapped("user-joined", "10:00:00"), _mapped("user-left", "11:00:00")
RAW_PAIR = _in("10:00:00", "w1", "sato"), _out("11:00:00", "w1")


@pytest.mark.parametrize(
    "lines",
    [
        PAIR,
        ([PAIR[0]], [PAIR[1]]),
        ([*PAIR],),
        (_posted(*PAIR),),
        (urlencode(_posted(*PAIR)),),
        RAW_PAIR,
        ([*RAW_PAIR],),
        (urlencode(_posted(*RAW_PAIR)),),
        (PAIR[0], _mapped("meeting-ended", "11:00:00")),
        (_in("10:00:00", "w1", "sato"), _raw(ENDED, "11:00:00", "", meetingId=MAIN)),
    ],
)
def test_each_form_of_a_hook_is_read(tmp_path: Path, lines: tuple[object, ...]) -> None:
    """Raw and mapped (the default), alone, in a list, or as the hook posts it."""
    told = _read(tmp_path, *lines)
    assert _stays(told) == [("sato", 3600)]
    assert (told.proven, told.error) == ({DAY}, None)


BREAKOUT = "bbb-2"
IN_MAIN = _in("10:00:00", "w1", "sato"), _in("10:00:00", "w2", "ito-1")
IN_BREAKOUT = (
    _in("10:20:00", "w9", "w1-1", BREAKOUT),
    _in("10:20:00", "w8", "ito-1-1", BREAKOUT),
    _out("10:40:00", "w9", BREAKOUT),
)
END = _raw(ENDED, "11:00:00")


def test_a_breakout_room_is_no_meeting_of_its_own(tmp_path: Path) -> None:
    """Its people are in the meeting already; their ids have a number more."""
    assert _stays(_read(tmp_path, *IN_MAIN, *IN_BREAKOUT, END)) == [("ito-1", 3600), ("sato", 3600)]


def test_a_room_that_says_it_is_a_breakout_is_none_whoever_is_in_it(tmp_path: Path) -> None:
    """In the raw form as in the mapped one."""
    props = {"meetingProp": {"intId": BREAKOUT, "isBreakout": True}}
    said = _raw(CREATED, "10:19:00", "", props=props)
    told = _read(tmp_path, *IN_MAIN, said, _in("10:20:00", "w9", "kato", BREAKOUT), END)
    assert [who for who, _ in _stays(told)] == ["ito-1", "sato"]
    mapped = _mapped("user-joined", "10:00:00", **{"is-breakout": True})
    assert _read(tmp_path, mapped).rows == {}


def test_names_with_a_number_are_no_breakout(tmp_path: Path) -> None:
    """`ito` and `ito-1` are two people, and a meeting of others beside the second is a meeting."""
    told = _read(
        tmp_path,
        _in("10:00:00", "w1", "ito"),
        _in("10:00:00", "w2", "ito-1", "ccc-3"),
        _in("10:00:00", "w3", "kato", "ccc-3"),
    )
    assert [who for who, _ in _stays(told)] == ["ito", "ito-1", "kato"]


def test_bots_and_people_who_wait_outside_are_in_no_meeting(tmp_path: Path) -> None:
    """And Greenlight's guests are guests."""
    told = _read(
        tmp_path,
        _in("10:00:00", "w1", "recorder", bot=True),
        _in("10:00:00", "w2", "ito", guestStatus="WAIT"),
        _in("10:00:00", "w3", "gl-guest-0123", guest=False),
        END,
    )
    (row,) = told.events.values()
    assert (row["account"], row["is_guest"]) == (None, True)


def test_a_drop_and_return_is_two_stays_in_one_meeting(tmp_path: Path) -> None:
    """A connection that is told twice is one."""
    told = _read(
        tmp_path,
        _in("10:00:00", "w1", "sato"),
        _in("10:00:05", "w1", "sato"),
        _out("10:20:00", "w1"),
        _in("10:21:00", "w4", "sato"),
        END,
    )
    assert _stays(told) == [("sato", 1200), ("sato", 2340)]
    assert len({row["meeting"] for row in told.events.values()}) == 1


def test_a_meeting_that_ends_in_the_next_file_is_whole(tmp_path: Path) -> None:
    """Logrotate puts the log aside while people meet; delivered twice it is the same."""
    for name, lines, at in (
        ("a.jsonl", [IN_MAIN[0]], 1),
        ("b.jsonl", [END], 2),
        ("c.jsonl", [IN_MAIN[0]], 0),
    ):
        path = tmp_path / name
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        written = datetime(2026, 6, 10, at, tzinfo=UTC).timestamp()
        os.utime(path, (written, written))
    source = bigbluebutton.connect(bigbluebutton.Settings(name="b", files=(tmp_path / "*.jsonl",)))
    assert _stays(vouched(source, JUNE)) == [("sato", 3600)]


def test_whoever_never_leaves_was_there_all_the_same(tmp_path: Path) -> None:
    """Nobody knows for how long."""
    assert _stays(_read(tmp_path, IN_MAIN[0])) == [("sato", None)]


@pytest.mark.parametrize(
    "line",
    [
        "not JSON",
        "[" * 100_000,
        '{"a":' * 50_000,
        "[[[[[[1]]]]]]",
        '{"data":{"id":"user-joined","event":{"ts":17}}}',
        "7",
    ],
)
def test_a_line_that_is_none_of_its_events_is_told(tmp_path: Path, line: str) -> None:
    """However deep it is; the day around it is in doubt, and the meeting stands."""
    told = _read(tmp_path, *RAW_PAIR, *[_raw("Other", "11:30:00")] * 9, line)
    assert told.error is not None
    assert "カナリア" not in str(told.error)
    assert _stays(told) == [("sato", 3600)]
