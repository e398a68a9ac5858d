"""Holds the settings on targets, base years, costs and hand-over, and converts them to tables that models read.

It reads no settings file (`flows`) and compares nothing with a target (`warehouse/release/derived`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from connectors.contract.shapes import TOOLS
from warehouse.months import month_after

if TYPE_CHECKING:
    from datetime import date

    from warehouse.town import Town

_TOWN = pa.schema(
    [
        ("launched_on", pa.date32()),
        ("fiscal_year_start", pa.int32()),
        ("today", pa.date32()),
        ("base_from", pa.date32()),
        ("base_to", pa.date32()),
        ("paper_base_year", pa.int32()),
        ("paper_ratio", pa.float64()),
        ("closing_on", pa.date32()),
        ("action_due_days", pa.int32()),
        ("yen_per_sheet", pa.float64()),
        ("grams_per_sheet", pa.float64()),
        ("co2_grams_per_sheet", pa.float64()),
        ("sheets_per_tree", pa.float64()),
        ("yen_source", pa.string()),
        ("grams_source", pa.string()),
        ("co2_source", pa.string()),
        ("tree_source", pa.string()),
    ]
)

_SERIES_TARGET = pa.schema(
    [
        ("series", pa.string()),
        ("fiscal_year", pa.int32()),
        ("section", pa.string()),
        ("level", pa.float64()),
        ("change", pa.float64()),
        ("base_year", pa.int32()),
        ("better", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Target:
    """The target use rate of a tool at the end of a fiscal year."""

    tool: str
    fiscal_year: int
    """The calendar year in which it begins."""
    share: float
    """Between 0 and 1."""
    section: str | None = None
    """The section; None for every section without a target of its own."""


@dataclass(frozen=True, slots=True)
class PaperTarget:
    """The target change of paper bought in a fiscal year against the base year."""

    fiscal_year: int
    change_share: float
    """Relative change: -0.3 is 30 % less."""


@dataclass(frozen=True, slots=True)
class SeriesTarget:
    """What a series is to reach in a fiscal year: a level of a month, or a change against a base year."""

    series: str
    """Its name in the release: `ratio approvals`, `count 電話の数`."""
    fiscal_year: int
    section: str | None = None
    """The section; None for the whole town hall."""
    level: float | None = None
    """In the unit of the series; shares in per cent."""
    change: float | None = None
    """In points for shares, else in per cent; negative for a fall."""
    base_year: int | None = None
    """The fiscal year that a change is held against."""
    better: Literal["more", "less"] | None = None
    """The direction that the town wants; None for the series' own."""


@dataclass(frozen=True, slots=True)
class PaperCost:
    """Yen, grams, grams of CO2 and trees per sheet of paper; each figure is shown with its source."""

    yen: float = 1.75
    yen_source: str = "沖縄県の試算(1枚1.75円)"
    grams: float = 4.0
    grams_source: str = "A4 64 g/m² の重さ"
    co2_grams: float = 6.0
    co2_source: str = "製造から廃棄まで1枚5〜8 gとされる幅の中ほど"
    sheets_per_tree: float = 8_333.0
    tree_source: str = "PaperCut の換算(1本8,333枚)"


@dataclass(frozen=True, slots=True)
class TargetSettings:
    """Everything that measures are compared with."""

    targets: tuple[Target, ...] = ()
    paper_targets: tuple[PaperTarget, ...] = ()
    series_targets: tuple[SeriesTarget, ...] = ()
    paper_base_year: int | None = None
    """The base year of paper bought; None for the first whole fiscal year in the book."""
    paper_ratio: float = 0.5
    """Target share of digital documents (0 to 1) that a section reaches before the hand-over."""
    base_from: date | None = None
    base_to: date | None = None
    """First days of the base period's first and last month; None for the launch month and two months later."""
    closing_on: date | None = None
    """The day on which the digital office closes and everything is handed over."""
    leads: tuple[tuple[str, str], ...] = ()
    """(section, role that leads the work there after the hand-over)."""
    action_due_days: int = 90
    """Days after the observation by which an action must be checked; then it is overdue."""
    paper_cost: PaperCost = PaperCost()

    def base_period(self, town: Town) -> tuple[date, date]:
        """Return the first days of the base period's first and last month."""
        first = self.base_from or town.launched_on.replace(day=1)
        return first, self.base_to or month_after(first, 2)

    def tables(self) -> dict[str, pa.Table]:
        """Return name → table of the settings that models read, without `core.town`."""
        return {
            "core.tool": pa.table({"tool": pa.array(TOOLS, pa.string())}),
            "core.target": pa.table(
                {
                    "tool": pa.array([one.tool for one in self.targets], pa.string()),
                    "section": pa.array([one.section for one in self.targets], pa.string()),
                    "fiscal_year": pa.array([one.fiscal_year for one in self.targets], pa.int32()),
                    "share": pa.array([one.share for one in self.targets], pa.float64()),
                }
            ),
            "core.paper_target": pa.table(
                {
                    "fiscal_year": pa.array(
                        [one.fiscal_year for one in self.paper_targets], pa.int32()
                    ),
                    "change_share": pa.array(
                        [one.change_share for one in self.paper_targets], pa.float64()
                    ),
                }
            ),
            "core.series_target": pa.Table.from_pylist(
                [asdict(one) for one in self.series_targets], schema=_SERIES_TARGET
            ),
            "core.lead": pa.table(
                {
                    "section": pa.array([section for section, _ in self.leads], pa.string()),
                    "role": pa.array([role for _, role in self.leads], pa.string()),
                }
            ),
        }

    def town_table(self, town: Town, today: date) -> pa.Table:
        """Return `core.town`: one row with the settings of the whole town hall and the current day."""
        base_from, base_to = self.base_period(town)
        cost = self.paper_cost
        return pa.Table.from_pylist(
            [
                {
                    "launched_on": town.launched_on,
                    "fiscal_year_start": town.fiscal_year_start,
                    "today": today,
                    "base_from": base_from,
                    "base_to": base_to,
                    "paper_base_year": self.paper_base_year,
                    "paper_ratio": self.paper_ratio,
                    "closing_on": self.closing_on,
                    "action_due_days": self.action_due_days,
                    "yen_per_sheet": cost.yen,
                    "grams_per_sheet": cost.grams,
                    "co2_grams_per_sheet": cost.co2_grams,
                    "sheets_per_tree": cost.sheets_per_tree,
                    "yen_source": cost.yen_source,
                    "grams_source": cost.grams_source,
                    "co2_source": cost.co2_source,
                    "tree_source": cost.tree_source,
                }
            ],
            schema=_TOWN,
        )
