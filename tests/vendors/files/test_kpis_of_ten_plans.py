"""How many KPIs of plans, worded as town halls word them, get a number in the book of the plan.

The ten plans in `kpis_of_ten_plans.csv` are samples of our own, written in typical words: they show what the books can
take, not what published plans hold. ものさし is what a clerk would write: a word that the template offers, a count of the
town's own (the rows with a better direction), or nothing, with the reason.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from connectors.vendors.books import counts, plan
from connectors.vendors.books.series_words import series_in
from tests.vendors.files.test_books import _fill, _read
from warehouse.release.tables.series import OWN_COUNT, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from warehouse.release.tables.series import Better

SAME = "同じ数"
DIRECTIONS: Mapping[str, Better] = {"less": "less", "more": "more"}


@dataclass(frozen=True, slots=True)
class _Read:
    """A KPI as the book of the plan was read: by which kind of series a number shows it, if any does."""

    line: Mapping[str, str]
    series: str | None
    is_own_series: bool
    is_own_count: bool

    @property
    def is_fillable(self) -> bool:
        return self.is_own_series or self.is_own_count


def _lines() -> dict[str, list[dict[str, str]]]:
    """Return each plan → its KPIs."""
    path = Path(__file__).with_name("kpis_of_ten_plans.csv")
    plans: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            plans.setdefault(line["計画"], []).append(line)
    return plans


def _own_counts(folder: Path, lines: Iterable[Mapping[str, str]]) -> Mapping[str, Better]:
    """Write a town's book of counts and return each name that its reader takes → its better direction."""
    path = counts.write_template(folder / "counts.xlsx")
    kept = [line for line in lines if line["よい方向"]]
    if not kept:
        return {}
    _fill(
        path,
        *(
            ("2025-05", "担当課", line["ものさし"], 1, line["単位"], line["よい方向"])
            for line in kept
        ),
    )
    rows = _read("counts", path)
    return {row["pair"].removeprefix(OWN_COUNT): DIRECTIONS[row["better"]] for row in rows}


def _read_plan(folder: Path, lines: Sequence[Mapping[str, str]]) -> list[_Read]:
    """Write a plan and its own counts as books, and return what their readers make of each KPI."""
    own_counts = _own_counts(folder, lines)
    path = plan.write_template(folder / "plan.xlsx")
    _fill(
        path,
        *(
            (
                *(f"P{number}", line["指標"], "待つ時間が短くなる", line["だれのため"]),
                *("担当課", "町長", "いいえ", line["ものさし"] or None),
                *(None, None, "2025-04", None, None),
            )
            for number, line in enumerate(lines)
        ),
    )
    by_item = {row["item"]: row["series"] for row in _read("plan", path)}
    read = []
    for number, line in enumerate(lines):
        series = by_item[f"P{number}"]
        alone = series is not None and kind_of(series, {}) is not None
        known = series is not None and kind_of(series, own_counts) is not None
        read.append(_Read(line, series, alone, known and not alone))
    return read


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[_Read]]:
    """Each plan → its KPIs as read."""
    return {
        name: _read_plan(tmp_path_factory.mktemp("plan"), lines) for name, lines in _lines().items()
    }


def _share(found: Iterable[bool]) -> float:
    counted = Counter(found)
    return counted[True] / counted.total()


def test_there_are_ten_plans_of_five_or_six_kpis(plans: dict[str, list[_Read]]) -> None:
    """No line is lost on the way through the books."""
    assert len(plans) == 10
    assert {len(kpis) for kpis in plans.values()} == {5, 6}


def test_most_kpis_get_a_number(plans: dict[str, list[_Read]]) -> None:
    """Three in five with counts of the town's own, more than a quarter without; half by the very number."""
    every = [kpi for kpis in plans.values() for kpi in kpis]
    assert _share(kpi.is_fillable for kpi in every) >= 0.6
    assert _share(kpi.is_own_series for kpi in every) > 0.25
    assert _share(kpi.is_fillable and kpi.line["合い方"] == SAME for kpi in every) >= 0.5


def test_no_plan_is_left_without_numbers(plans: dict[str, list[_Read]]) -> None:
    """Each gets a number for two KPIs in five, whatever kind of town hall it is of."""
    shares = {name: _share(kpi.is_fillable for kpi in kpis) for name, kpis in plans.items()}
    assert not {name: share for name, share in shares.items() if share < 0.4}


def test_every_choice_is_taken_and_every_gap_has_its_reason(plans: dict[str, list[_Read]]) -> None:
    """What a clerk writes as ものさし is never lost; a number that is only near says how it differs."""
    for kpi in (kpi for kpis in plans.values() for kpi in kpis):
        line = kpi.line
        assert kpi.is_fillable == bool(line["ものさし"]), line
        assert kpi.is_own_count == bool(line["よい方向"]), line
        assert line["備考"] or line["合い方"] == SAME, line


def test_words_of_the_program_are_those_that_the_template_offers(
    plans: dict[str, list[_Read]], tmp_path: Path
) -> None:
    """So a clerk finds them in the cell's list."""
    book = load_workbook(plan.write_template(tmp_path / "plan.xlsx"))
    offered = {row[0] for row in book["ものさし"].iter_rows(values_only=True)}
    chosen = {kpi.line["ものさし"] for kpis in plans.values() for kpi in kpis if kpi.is_own_series}
    assert chosen <= offered


def test_a_plan_s_own_words_name_the_very_number_or_none(plans: dict[str, list[_Read]]) -> None:
    """A KPI copied into ものさし as it stands gives the same number that a clerk chooses, and never one that is only near."""
    for kpi in (kpi for kpis in plans.values() for kpi in kpis):
        is_same_series = kpi.is_own_series and kpi.line["合い方"] == SAME
        assert series_in(kpi.line["指標"]) == (kpi.series if is_same_series else None), kpi.line
