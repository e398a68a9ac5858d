"""A section whose tool is counted anonymously never shows 0 %, however incomplete the settings are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from flows.cli import main
from flows.night.steps import open_night, read_source
from flows.settings.settings import load_settings
from warehouse.engine.build import build_models
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = '\n[[sources]]\nname = "rooms"\nkind = "jitsi"\nfiles = ["jicofo.log"]\n'
ONLINE = """
[[sources]]
name = "online"
kind = "mapped_csv"
files = ["log.csv"]
tool = "meetings"
action = "joined"
columns = { time = "日時", account = "利用者" }
"""
MAY = datetime(2026, 5, 15, 3, tzinfo=UTC)


@pytest.fixture
def meeting_hall(town_hall: Path) -> Path:
    """Section Soumu meets with a vendor that names people, section Zeimu with one that counts rooms."""
    days = range(1, 31)
    lines = [f"2026-04-{day:02d} 09:00,user{who}" for day in days for who in range(6)]
    (town_hall.parent / "log.csv").write_text(
        "\n".join(["日時,利用者", *lines, ""]), encoding="utf-8"
    )
    rooms = [
        f"Jicofo 2026-04-{day:02d} 10:00:00.000 INFO: Created new conference roomJid=r{day}@x"
        for day in days
    ]
    (town_hall.parent / "jicofo.log").write_text("\n".join([*rooms, ""]), encoding="utf-8")
    return town_hall


def test_nobodys_rate_is_told_until_somebody_says_who_uses_what(
    meeting_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The night names the sources in question. With an answer Soumu is counted, and Zeimu is missing or counted."""
    text = meeting_hall.read_text(encoding="utf-8")
    meeting_hall.write_text(text + ONLINE + ROOMS, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["run", "--settings", str(meeting_hall), "--today", f"{MAY:%Y-%m-%d}"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert "(NOT SHOWN): オンライン会議: online は人ごとに、rooms は人を分けずに数えます" in told
    assert _days_of_use(meeting_hall) == {"soumu": None, "zeimu": None}

    for said, expected in (
        (ONLINE + ROOMS + 'sections = ["zeimu"]\n', {"soumu": 6 * 21, "zeimu": None}),
        (ONLINE + 'sections = "all"\n' + ROOMS, {"soumu": 6 * 21, "zeimu": 0}),
    ):
        meeting_hall.write_text(text + said, encoding="utf-8")
        settings = load_settings(meeting_hall)
        with open_night(settings, MAY, lambda _line: None) as night:
            for source in settings.sources:
                read_source(night, source.name)
            build_models(night.store, town=settings.town, closures=(), today=night.today)
        assert _days_of_use(meeting_hall) == expected


def _days_of_use(settings: Path) -> dict[str, int | None]:
    """Return section → person-days of online meetings in April 2026; None: not covered."""
    with open_store(settings.parent / "data" / "warehouse.duckdb", read_only=True) as store:
        return dict(
            store.rows(
                "select section, active_days from mart.use_month "
                "where tool = 'meetings' and month = date '2026-04-01'"
            )
        )
