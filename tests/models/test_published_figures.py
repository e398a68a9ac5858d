"""A purchase book shaped like Tokyo's gives the percentages that Tokyo published (5つのレス)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from tests.properties.small_town import PaperBought, Section, SmallTown, Stream, Tally, put
from warehouse.engine.build import build_models
from warehouse.engine.target_settings import PaperTarget, TargetSettings
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.release.tables.release import TOWN as WHOLE
from warehouse.town import Town

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.facts.store import Store
    from warehouse.release.tables.release import Release

BASE = 203_400_000
"""Sheets bought in fiscal 2016: "about 200 million", and what 56.95 million is 72.0 % less than."""
TODAY = date(2023, 6, 1)
BOUGHT = {2016: BASE, 2021: 91_330_000, 2022: 56_950_000}
RUNNING = 2023
"""The year that has its April and May only, bought as in the year before."""
OF_A_HUNDRED = (6, 7, 8, 8, 8, 8, 8, 8, 8, 8, 9, 14)
"""How a year's sheets fall on its months, so that two months are not a sixth of it."""
BUREAUS = ("総務局", "財務局")
DECISIONS = {2021: (992, 8), 2022: (998, 2)}


def _months(year: int) -> list[date]:
    return [date(year + (month < 4), month, 1) for month in (*range(4, 13), 1, 2, 3)]


def _book() -> tuple[PaperBought | Tally, ...]:
    bought = [
        PaperBought("bought", "paper", month, bureau, sheets * part // 200)
        for year, sheets in (*BOUGHT.items(), (RUNNING, BOUGHT[RUNNING - 1]))
        for month, part in zip(_months(year), OF_A_HUNDRED, strict=True)
        for bureau in BUREAUS
        if month < TODAY
    ]
    decided = [
        Tally("book", "lines", month, "総務局", "approvals", side, count)
        for year, counts in DECISIONS.items()
        for month in _months(year)
        for side, count in zip(("digital", "paper"), counts, strict=True)
    ]
    return (*bought, *decided)


def _released(store: Store) -> Release:
    """Land a town that has the book alone, build the models and cut its release."""
    start = date(2016, 4, 1)
    town = SmallTown(
        today=TODAY,
        launched_on=start,
        sections=tuple(Section(bureau, bureau) for bureau in BUREAUS),
        assignments=(),
        streams=(
            Stream("bought", "paper", "paper_bought", (), start, "month"),
            Stream("book", "lines", "tally", (), start, "month"),
        ),
        facts=_book(),
    )
    targets = tuple(PaperTarget(year, share) for year, share in ((2021, -0.5), (2022, -0.7)))
    told = Town("都", start, 4)
    put(store, town)
    build_models(
        store,
        town=told,
        closures=(),
        today=TODAY,
        measures=replace(TargetSettings(), paper_base_year=2016, paper_targets=targets),
    )
    now = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    return cut_release(store, town=told, today=TODAY, released_at=now)


def test_tokyos_published_results_come_out_of_a_book_like_theirs(tmp_path: Path) -> None:
    """-55.1 % in fiscal 2021, -72.0 % in 2022, electronic decisions 99.2 % and 99.8 %.

    A year that runs is held against the same months of the base year.
    """
    with open_store(tmp_path / "warehouse.duckdb") as store:
        release = _released(store)
        years = [
            row for row in release.tables["paper_year"].to_pylist() if row["fiscal_year"] > 2016
        ]
        assert [
            (row["fiscal_year"], row["change"], row["target"], row["state"])
            for row in years
            if row["section"] == WHOLE
        ] == [
            (2021, -55, -50, "final"),
            (2022, -72, -70, "final"),
            (RUNNING, -72, None, "provisional"),
        ]
        # A whole per cent is published; the sheets behind it give Tokyo's tenth.
        sheets = dict(
            store.rows(
                "select m.fiscal_year, sum(p.sheets) from mart.paper_month p"
                " join core.month m using (month) group by m.fiscal_year"
            )
        )
        found = [round(100 * float(sheets[year]) / BASE - 100, 1) for year in (2016, 2021, 2022)]
        assert found == [0.0, -55.1, -72.0]
        decisions = store.rows(
            "select c.fiscal_year, sum(p.digital) / sum(p.digital + p.paper)"
            " from mart.paper_digital_month p join core.month c using (month)"
            " where p.pair = 'approvals' group by all order by 1"
        )
        assert [share for _, share in decisions] == pytest.approx([0.992, 0.998])
