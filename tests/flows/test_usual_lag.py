"""A vendor's usual delay asks nobody to act: Graph's reports of the last days are not available yet."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from flows.commands.run import ACT, DONE, run_night
from flows.settings.settings import load_settings
from tests.loopback import Answer, Loopback, Request
from warehouse.facts.ledger import read_days
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

NIGHT = datetime(2026, 5, 14, 17, 30, tzinfo=UTC)
HEAD = (
    "Report Refresh Date,User Principal Name,Send Count,Read Count,Meeting Created Count,"
    "Meeting Interacted Count"
)


def _night(town_hall: Path, last_told: date) -> tuple[int, list[str]]:
    """Run a night on Graph's mail reports, of which none exists after `last_told`; return exit code and lines."""

    def answer(request: Request) -> Answer:
        if request.path.endswith("/token"):
            return Answer(json.dumps({"access_token": "t", "expires_in": 3599}).encode())
        asked = re.search(r"date=([0-9-]+)", request.path)
        assert asked
        if date.fromisoformat(asked[1]) > last_told:
            return Answer(
                json.dumps({"error": {"code": "UnknownError", "message": ""}}).encode(), 404
            )
        rows = [f"{last_told},user{who},3,4,0,0" for who in range(12)]
        return Answer("\n".join((HEAD, *rows, "")).encode(), content_type="text/csv")

    told: list[str] = []
    with Loopback(answer) as web:
        (town_hall.parent / "secret").write_text("s", encoding="utf-8")
        (town_hall.parent / "secret").chmod(0o600)
        town_hall.write_text(
            town_hall.read_text(encoding="utf-8").split("[[sources]]")[0]
            + '[[sources]]\nname = "m365"\nkind = "microsoft_365"\ntenant_id = "t"\nclient_id = "c"\n'
            f'client_secret_file = "secret"\nreports = ["outlook"]\nendpoint = "{web.url}/v1.0"\n'
            f'authority = "{web.url}"\nquota_seconds = 0.01\nsince = 2026-05-01\n',
            encoding="utf-8",
        )
        code = run_night(load_settings(town_hall), NIGHT, told.append)
    return code, told


@pytest.mark.parametrize("last_told", [date(2026, 5, 12), date(2026, 5, 6)])
def test_an_ordinary_lag_ends_with_exit_0_and_a_word(town_hall: Path, last_told: date) -> None:
    """The delay is usually two days, at times eight: the night's log mentions it, and the days are gaps until then."""
    code, told = _night(town_hall, last_told)
    assert code == DONE, told
    assert any("not there yet" in line for line in told)
    assert not [line for line in told if line.startswith("NOT READ")]
    with open_store(town_hall.parent / "data/warehouse.duckdb", read_only=True) as store:
        states = {day.day_on: day.state for day in read_days(store, "m365", "outlook")}
    assert {state for day, state in states.items() if day > last_told} == {"gap"}
    assert {state for day, state in states.items() if day <= last_told} <= {"final", "provisional"}


def test_a_lag_beyond_its_bounds_asks_somebody_to_look(town_hall: Path) -> None:
    """Twelve days without a report is no longer usual."""
    code, told = _night(town_hall, date(2026, 5, 2))
    assert code == ACT, told
    assert any(line.startswith("NOT READ") for line in told)
