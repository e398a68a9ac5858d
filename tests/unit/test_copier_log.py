"""Column maps: every shipped one reads a log with its own words; a town's own needs no code."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest

from connectors.contract import Window
from connectors.errors import SkipPart, StopSource
from connectors.printing import copier_log

if TYPE_CHECKING:
    from pathlib import Path

APRIL = Window(date(2025, 4, 1), date(2025, 5, 1))
MAKERS = ("canon", "fujifilm", "konica", "kyocera", "ricoh", "riso", "sharp")


def _read(path: Path, **given: str | Path) -> list[dict[str, Any]]:
    connector = copier_log.connect(
        copier_log.Settings(name="c", files=(path,), **cast("dict[str, Any]", given))
    )
    batches = connector.fetch(connector.streams[0], APRIL)
    return [row for batch in batches for row in batch.rows.to_pylist()]


@pytest.mark.parametrize("word", [0, 1])
@pytest.mark.parametrize("maker", MAKERS)
def test_every_shipped_map_reads_its_own_words(maker: str, word: int, tmp_path: Path) -> None:
    """In CP932, with a scan that is no paper; sides of both colours are added."""
    told = copier_log.read_map(copier_log.MAPS / f"{maker}.toml")
    names = told.columns
    header = [names.job[word], names.time[word], names.account[word], names.kind[word]]
    header += [words[word] for words in names.impressions]
    header += [names.sheets[word]] if names.sheets else []
    at = "2025/04/03 09:00:00" if maker != "ricoh" else "2025-04-03 09:00:00"
    sides = [6] * len(names.impressions)
    rows = [
        [1, at, "髙﨑", "コピー", *sides, *([3] if names.sheets else [])],
        [2, at, "髙﨑", "スキャン", *sides, *([3] if names.sheets else [])],
    ]
    path = tmp_path / "log.csv"
    with path.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    (job,) = _read(path, maker=maker)
    assert (job["account"], job["impressions"]) == ("髙﨑", sum(sides))
    assert (job["sheets"], job["quality"]) == (
        (3, "measured") if names.sheets else (None, "unknown")
    )


def test_a_towns_own_map_needs_no_code(tmp_path: Path) -> None:
    """Other words for the same things, in a file beside the settings."""
    own = (copier_log.MAPS / "canon.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(own.replace('"ページ数"', '"めんすう"'), encoding="utf-8")
    path = tmp_path / "log.csv"
    header = "ジョブID,終了時刻,ユーザー名,ジョブタイプ,めんすう,用紙枚数\n"
    path.write_text(f"{header}1,2025/04/03 09:00:00,a,コピー,4,2\n", encoding="utf-8")
    (job,) = _read(path, map=tmp_path / "own.toml")
    assert (job["impressions"], job["sheets"]) == (4, 2)
    with pytest.raises(SkipPart, match="impressions0"):
        _read(path, maker="canon")


def test_a_map_with_a_mistake_is_named_by_key(tmp_path: Path) -> None:
    """A key that is missing stands in the message."""
    (tmp_path / "own.toml").write_text('maker = "x"\ntime_formats = ["%Y"]\n', encoding="utf-8")
    path = tmp_path / "log.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(StopSource, match="columns"):
        _read(path, map=tmp_path / "own.toml")
