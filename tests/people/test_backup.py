"""What each night puts aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.people.town_hall import hirogari, key_file, people, warehouse
from tests.privacy.canary_search import find_words
from warehouse.backup import restore

if TYPE_CHECKING:
    from pathlib import Path


def test_every_night_backs_up_and_nothing_in_it_names_anybody(settings: Path) -> None:
    """Only the newest is kept; a warehouse comes from it; no key, account or title is in it."""
    assert hirogari("run", "-s", settings, "--today", "2026-05-03").returncode == 0
    aside = settings.parent / "aside"
    assert [one.name for one in aside.iterdir()] == ["2026-05-03"]
    before, again = people(settings), settings.parent / "data/again.duckdb"
    restore(aside / "2026-05-03", again)
    again.replace(warehouse(settings))
    assert people(settings) == before
    secrets = [
        line for line in key_file(settings).read_text(encoding="utf-8").split() if len(line) > 8
    ]
    assert secrets
    assert find_words(aside, ["user3", "起案書3", *secrets]) == {}
    assert find_words(settings.parent, ["起案書3"]) == {"起案書3": {"page_log"}}
