"""What each night puts aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from tests.command import hirogari
from tests.privacy.canary_search import find_words
from tests.retention.town_hall import key_file, people, warehouse
from warehouse.facts.backup import back_up, restore
from warehouse.facts.store import open_store

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


def test_a_back_up_of_before_a_column_was_added_is_restored(tmp_path: Path) -> None:
    """The column is null, and every row is there."""
    with open_store(tmp_path / "old.duckdb") as store:
        store.execute(
            "insert into ledger.source (source, stream, noted_on) values ('s', 't', today())"
        )
        back_up(store, tmp_path / "kept")
    file = tmp_path / "kept" / "ledger.source.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["noted_on"]), file)
    restore(tmp_path / "kept", tmp_path / "new.duckdb")
    with open_store(tmp_path / "new.duckdb") as store:
        assert store.rows("select source, stream, noted_on from ledger.source") == [
            ("s", "t", None)
        ]
