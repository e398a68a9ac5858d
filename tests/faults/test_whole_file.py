"""A truncated warehouse file is refused before anything is written; one that the engine itself shortened is not."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from warehouse.facts.store import StoreDamaged, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.facts.store import Store

BLOCK = 262_144
HEADERS = 3 * 4096


def counted(store: Store) -> int:
    return store.count("select total_blocks from pragma_database_size()")


def grown_and_shrunk(path: Path, chance: random.Random) -> int:
    """Grow and shrink tables on a dozen nights; return how often the file was shorter than its block count says."""
    shorter = 0
    for _ in range(12):
        with open_store(path) as store:
            shorter += path.stat().st_size < HEADERS + counted(store) * BLOCK
            rows = chance.choice((10, 100_000, 700_000))
            store.execute(
                f"create or replace table raw.trial_{chance.randrange(3)} as "
                f"select range as place, hash(range) as mixed from range({rows})"
            )
    return shorter


def test_what_the_engine_cuts_off_itself_is_no_damage(tmp_path: Path) -> None:
    shorter = sum(
        grown_and_shrunk(tmp_path / f"{seed}.duckdb", random.Random(seed)) for seed in range(4)
    )
    assert shorter, "no file was shorter than its count: nothing was tried"


@pytest.mark.parametrize("left", [0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_into_what_is_used_is_refused_as_it_is(tmp_path: Path, left: float) -> None:
    path = tmp_path / "warehouse.duckdb"
    with open_store(path) as store:
        store.execute("create table raw.trial as select hash(range) as mixed from range(700000)")
        store.execute(
            "create table raw.words as select repeat('x', 90000) || range as word from range(40)"
        )
    whole = path.read_bytes()
    cut = whole[: int(len(whole) * left)]
    path.write_bytes(cut)
    with pytest.raises(StoreDamaged, match="damaged"), open_store(path):
        pass
    assert path.read_bytes() == cut
