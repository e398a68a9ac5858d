"""How far what a reader sees lies from what is true in the demo: the mean error of each measure, sections and town apart."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from connectors.demo_town.vendors import DEFAULT
from flows.commands.demo import run_demo
from warehouse.facts.store import open_store
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.facts.store import Store

MONTHS = int(os.environ.get("HIROGARI_USEFULNESS_MONTHS", "24"))


class _Measure(NamedTuple):
    """A release table beside the mart that it was cut from: what of it is `part` ÷ `whole`."""

    what: str
    table: str
    which: str
    keys: tuple[str, ...]
    """What tells its rows apart beside section and month, in mart and release alike."""
    part: str
    whole: str
    most: tuple[float, float]
    """The largest mean error that is still of use: of sections, and of the whole town hall."""


_MEASURES = (
    _Measure(
        "use rate", "use_month", "true", ("tool",), "active_days", "assigned_days", (1.5, 1.0)
    ),
    _Measure(
        "activation", "activation_month", "true", ("tool",), "activated", "assigned", (10.0, 4.0)
    ),
    _Measure("habits", "habitual_month", "true", ("tool",), "habitual", "measured", (12.0, 6.0)),
    _Measure(
        "documents' digital share",
        "paper_digital_month",
        "pair = 'documents'",
        ("pair",),
        "digital",
        "digital + paper",
        (1.5, 1.0),
    ),
    _Measure(
        "uses out of hours",
        "work_month",
        "measure = 'out_of_hours'",
        (),
        "uses_out_of_hours",
        "uses",
        (3.0, 3.0),
    ),
    _Measure("sheets, of 100", "paper_month", "true", ("source", "kind"), "sheets", "", (3.0, 3.0)),
)


@dataclass(frozen=True)
class Error:
    """The mean distance between the middle of what is shown and the truth, in points of per cent."""

    what: str
    points: float
    cells: int
    withheld: int
    most: float

    @property
    def is_kept(self) -> bool:
        """Whether it is no further off than is of use."""
        return self.points <= self.most

    def __str__(self) -> str:
        """One line."""
        word = "" if self.is_kept else "  TOO COARSE"
        share = f"{100 * self.withheld / self.cells:.0f} % of {self.cells} cells withheld"
        return f"{self.what:<44}{self.points:6.2f} points off, {share}  (at most {self.most}){word}"


def measure() -> Iterator[Error]:
    """Yield the errors of a demo of HIROGARI_USEFULNESS_MONTHS months (24)."""
    with TemporaryDirectory() as folder:
        run_demo(
            Path(folder),
            months=MONTHS,
            seed=1,
            vendors=",".join(DEFAULT),
            now=datetime(2026, 7, 6, 3, tzinfo=ZoneInfo("Asia/Tokyo")),
            tell=str,
        )
        with open_store(Path(folder) / "warehouse.duckdb", read_only=True) as store:
            yield from errors_of(store)


def errors_of(store: Store) -> Iterator[Error]:
    """Yield the errors of what a warehouse released last, measure by measure."""
    for one in _MEASURES:
        for is_town, cells, withheld, points in store.rows(_compared(one)):
            if points is not None:
                who = "whole town hall" if is_town else "sections"
                yield Error(f"{one.what}, {who}", points, cells, withheld, one.most[is_town])


def _compared(one: _Measure) -> str:
    """Sections counted in the merged group are added up for it, and all of them for the town hall.

    Sheets are not a share: their error is told in per cent of the sheets.
    """
    keys = ", ".join(("section", "month", *one.keys))
    own = one.which if one.keys else "true"
    measured = f"part, {one.whole} as whole" if one.whole else "part, part as whole"
    truth = "100.0 * t.part / t.whole" if one.whole else "t.part"
    scale = "1" if one.whole else "100.0 / nullif(t.part, 0)"
    return f"""
        with told as (
            select {keys}, low, high, withheld_because
            from release.{one.table}
            where {one.which} and state <> 'none'
            and withheld_because is distinct from 'running_month'
        ),
        small as (select * from told where withheld_because = 'small_group'),
        counted as (
            select {keys}, {one.part} as {measured}
            from mart.{one.table} where {own}
        ),
        placed as (
            select m.* replace (
                unnest([if(s.section is null, m.section, '{SMALL}'), '{TOWN}']) as section
            )
            from counted m left join small s using ({keys})
        ),
        truth as (
            select {keys}, sum(part) as part, sum(whole) as whole
            from placed group by all
        )
        select
            section = '{TOWN}', count(*), count(withheld_because),
            avg(abs((low + high) / 2 - {truth}) * {scale})
        from told left join truth t using ({keys})
        group by 1 order by 1
    """
