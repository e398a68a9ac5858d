"""Column maps: every shipped one reads a log with its own words; a town's own needs no code."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest

from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.streams import Window
from connectors.vendors.copiers import connector as copier_log
from tests.japanese import in_japanese, raises_saying

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
    with raises_saying(SkipPart, "「ページ数」がありません"):
        _read(path, maker="canon")


def test_a_map_with_a_mistake_is_named_by_key(tmp_path: Path) -> None:
    """A key that is missing stands in the message."""
    (tmp_path / "own.toml").write_text('maker = "x"\ntime_formats = ["%Y"]\n', encoding="utf-8")
    path = tmp_path / "log.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(StopSource, match="columns"):
        _read(path, map=tmp_path / "own.toml")


SHARP = ["ジョブID", "ジョブモード", "ログイン名", "完了日時", "白黒合計", "フルカラー合計"]


def _sharp(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows([[*SHARP, "備考"], *rows])
    return path


@pytest.mark.parametrize(
    "total",
    [
        ["合計", "", "", "", "9", "1", ""],
        ["", "", "", "", "9", "1", "総計"],
        ["", "", "小 計", "", "1,009", "0", ""],
        ["Total", "", "", "", "9", "1", ""],
    ],
)
@pytest.mark.parametrize("place", [1, 2])
def test_a_row_that_adds_up_the_others_is_no_job_and_no_odd_one(
    total: list[str], place: int, tmp_path: Path
) -> None:
    """Wherever the word stands, in a column that is read or not; the day stays whole."""
    rows = [[str(n), "コピー", "a", f"2025/04/0{n} 09:00:00", "4", "1", ""] for n in (3, 4)]
    rows.insert(place, total)
    source = copier_log.connect(
        copier_log.Settings(name="c", files=(_sharp(tmp_path / "log.csv", *rows),), maker="sharp")
    )
    batches = list(source.fetch(source.streams[0], APRIL))
    jobs = [row for batch in batches for row in batch.rows.to_pylist()]
    assert [job["impressions"] for job in jobs] == [5, 5]
    assert not any("set aside" in one.thing for one in source.check())


def test_a_job_without_a_number_that_is_no_sum_is_told(tmp_path: Path) -> None:
    """A word beside the counts that is no total: nobody knows what the row is."""
    rows = [
        ["3", "コピー", "a", "2025/04/03 09:00:00", "4", "1", ""],
        ["", "コピー", "合計太郎", "2025/04/03 10:00:00", "4", "1", ""],
    ]
    source = copier_log.connect(
        copier_log.Settings(name="c", files=(_sharp(tmp_path / "log.csv", *rows),), maker="sharp")
    )
    assert any("has no job number" in one.thing for one in source.check())


def test_a_missing_column_is_named_as_the_maker_writes_it(tmp_path: Path) -> None:
    """Never by our own name for it."""
    path = tmp_path / "log.csv"
    path.write_text("ジョブID,ジョブモード,完了日時\n1,コピー,2025/04/03 09:00:00\n", "utf-8")
    with pytest.raises(SkipPart) as raised:
        _read(path, maker="sharp")
    assert "「白黒合計」" in in_japanese(raised.value)
    assert not re.search(r"impressions|account", str(raised.value))
