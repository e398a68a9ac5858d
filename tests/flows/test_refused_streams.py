"""An error that ends one stream of a source does not end the streams after it; usual events ask nobody to act."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from flows.commands.run import ACT, DONE, LATER, run_night
from flows.settings.settings import load_settings
from tests.contract.reports_api import LIST, ReportsApi, activity, key_file
from tests.loopback import Answer, Request, loopback
from warehouse.facts.ledger import read_days
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.facts.ledger import SourceDay

NIGHT = datetime(2026, 5, 9, 17, 30, tzinfo=UTC)
APPLICATIONS = ("drive", "meet", "chat", "calendar")


def _act(application: str, day: int) -> dict[str, object]:
    names = {"drive": "edit", "meet": "call_ended", "chat": "message_posted"}
    return activity(
        application,
        f"2026-05-{day:02}T03:00:00.000Z",
        names.get(application, "create_event"),
        number=day,
        email="user1",
        duration_seconds="60",
        conference_id=f"m{day}",
        doc_id="d",
    )


def _night(town_hall: Path, refused: Callable[[str], Answer | None]) -> tuple[int, list[str]]:
    acts = {name: [_act(name, day) for day in range(1, 10)] for name in APPLICATIONS}
    told: list[str] = []
    api = ReportsApi(acts)

    def answer(asked: Request) -> Answer:
        return refused(asked.path.removeprefix(LIST)) or api.answer(asked)

    with loopback(answer) as url:
        (town_hall.parent / "google.json").write_text(key_file(url), encoding="utf-8")
        (town_hall.parent / "google.json").chmod(0o600)
        town_hall.write_text(
            town_hall.read_text(encoding="utf-8").split("[[sources]]")[0]
            + f'[[sources]]\nname = "gws"\nkind = "google_workspace"\ncredentials = "google.json"\n'
            f'subject = "admin@town.example"\nendpoint = "{url}"\nsince = 2026-05-01\n',
            encoding="utf-8",
        )
        code = run_night(load_settings(town_hall), NIGHT, told.append)
    return code, told


def _days(town_hall: Path, stream: str) -> list[SourceDay]:
    with open_store(town_hall.parent / "data/warehouse.duckdb", read_only=True) as store:
        return read_days(store, "gws", stream)


@pytest.mark.parametrize("status", [403, 400])
def test_a_refused_stream_is_told_and_the_streams_after_it_are_read(
    town_hall: Path, status: int
) -> None:
    """Drive comes first and is refused; Meet, Chat and Calendar still land, and exit code 2 comes with Drive's name."""
    ended, told = _night(
        town_hall, lambda name: Answer(status=status, body=b"{}") if name == "drive" else None
    )
    assert ended == ACT
    assert [line for line in told if line.startswith("NOT READ")], told
    assert "stream drive" in next(line for line in told if line.startswith("NOT READ"))
    assert {day.state for day in _days(town_hall, "drive")} == {"failed"}
    for stream in APPLICATIONS[1:]:
        assert sum(day.rows for day in _days(town_hall, stream)) == 9


def test_a_busy_stream_is_asked_later_and_the_others_land(town_hall: Path) -> None:
    """With a Retry-After of an hour for Drive alone, the exit code is 1 and the other streams land."""
    busy = Answer(status=429, body=b"{}", headers={"Retry-After": "3600"})
    ended, _told = _night(town_hall, lambda name: busy if name == "drive" else None)
    assert ended == LATER
    for stream in APPLICATIONS[1:]:
        assert sum(day.rows for day in _days(town_hall, stream)) == 9


def test_wrong_credentials_end_the_source_and_are_told_once(town_hall: Path) -> None:
    """A 401 holds for every application, so there is one request and one message."""
    asked: list[str] = []

    def refuse(name: str) -> Answer | None:
        if name in APPLICATIONS:
            asked.append(name)
            return Answer(status=401, body=b"{}")
        return None

    ended, told = _night(town_hall, refuse)
    assert ended == ACT
    assert set(asked) == {"drive"}
    assert sum(line.startswith("NOT READ") for line in told) == 1


def test_a_whole_night_asks_for_nothing(town_hall: Path) -> None:
    """Control: every stream answers, and the exit code is 0."""
    ended, told = _night(town_hall, lambda _name: None)
    assert ended == DONE, told
