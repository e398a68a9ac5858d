"""Settings with which measures are compared: targets, paper, hand-over, actions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from connectors.contract.messages import Message
from connectors.contract.shapes import Tool
from connectors.vendors.books.series_words import own_count, series_in
from warehouse.engine.target_settings import (
    PaperCost,
    PaperTarget,
    SeriesTarget,
    Target,
    TargetSettings,
)
from warehouse.policy import CORE_TOOLS

PerCent = Annotated[float, Field(ge=0, le=100)]
Change = Annotated[float, Field(ge=-100, le=100)]
Year = Annotated[int, Field(ge=2000, le=2100)]


def _years(value: object) -> object:
    """Convert keys to fiscal years: TOML's keys are text."""
    if isinstance(value, dict):
        return {int(key) if str(key).isdigit() else key: share for key, share in value.items()}
    return value


ByYear = Annotated[dict[Year, PerCent], BeforeValidator(_years)]


class SettingsTable(BaseModel):
    """Base of every table of the settings; refuses unknown entries."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ToolTargets(SettingsTable):
    """Target use rates in per cent, by tool and fiscal year: `files = { 2026 = 70 }`."""

    files: ByYear = {}
    chat: ByYear = {}
    meetings: ByYear = {}
    calendar: ByYear = {}
    mail: ByYear = {}

    def targets(self, section: str | None) -> tuple[Target, ...]:
        """Return the targets as the models read them, as shares between 0 and 1; `section` None: every section."""
        return tuple(
            Target(tool, year, per_cent / 100, section)
            for tool in ToolTargets.model_fields
            for year, per_cent in sorted(getattr(self, tool).items())
        )


class OfSeries(SettingsTable):
    """`[[targets.series]]`: what any series is to reach in a fiscal year, as a level or as a change against a base year."""

    series: Annotated[str, Field(min_length=1)]
    """As the books name it (電子決裁率), or the name of an own count."""
    year: Year
    section: str | None = None
    level: float | None = None
    change: Annotated[float | None, Field(ge=-100)] = None
    base_year: Year | None = None
    better: Literal["more", "less"] | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.level is None) == (self.change is None):
            raise ValueError(
                Message(
                    "write either level, what a month is to reach, or change, against base_year"
                )
            )
        if (self.change is None) != (self.base_year is None):
            raise ValueError(Message("change and base_year go together"))
        if self.base_year is not None and self.base_year >= self.year:
            raise ValueError(Message("base_year is before year"))
        return self

    def target(self) -> SeriesTarget:
        """Return it with the series' name in the release; what is no known series counts as an own count."""
        return SeriesTarget(
            series_in(self.series) or own_count(self.series) or self.series,
            self.year,
            self.section,
            self.level,
            self.change,
            self.base_year,
            self.better,
        )


class UseTargets(ToolTargets):
    """`[targets]` for every section, `[targets.section.CODE]` for one, `[[targets.series]]` for any series."""

    section: dict[str, ToolTargets] = {}
    series: tuple[OfSeries, ...] = ()


PerSheet = Annotated[float | None, Field(default=None, gt=0)]
_FIGURES = (
    ("yen", "yen_source"),
    ("grams", "grams_source"),
    ("co2_grams", "co2_source"),
    ("sheets_per_tree", "tree_source"),
)


class Paper(SettingsTable):
    """`[paper]`: base year, targets (change against it, in per cent), and yen, grams, CO2 and trees per sheet."""

    base_year: Year | None = None
    targets: Annotated[dict[Year, Change], BeforeValidator(_years)] = {}
    ratio: PerCent = 50
    """Digital share of documents required for hand-over, in per cent."""
    base_from: date | None = None
    base_to: date | None = None
    """First and last month of the base period of the measure `replacement_month`; both or neither."""
    yen: PerSheet = None
    yen_source: str | None = None
    grams: PerSheet = None
    grams_source: str | None = None
    co2_grams: PerSheet = None
    co2_source: str | None = None
    sheets_per_tree: PerSheet = None
    tree_source: str | None = None

    @model_validator(mode="after")
    def _figures_have_sources(self) -> Self:
        for figure, source in _FIGURES:
            if (getattr(self, figure) is None) != (getattr(self, source) is None):
                raise ValueError(
                    Message(
                        "{figure} and {source} go together: a figure is shown with its source",
                        figure=figure,
                        source=source,
                    )
                )
        return self

    @model_validator(mode="after")
    def _base_is_a_period(self) -> Self:
        if (self.base_from is None) != (self.base_to is None):
            raise ValueError(Message("base_from and base_to go together"))
        if self.base_from and self.base_to and self.base_to < self.base_from:
            raise ValueError(Message("base_to is before base_from"))
        return self

    def cost(self) -> PaperCost:
        """Return what one sheet stands for; figures missing in the settings are the program's cited ones."""
        names = [name for pair in _FIGURES for name in pair]
        given = {name: getattr(self, name) for name in names}
        return PaperCost(**{name: value for name, value in given.items() if value is not None})


class HandOver(SettingsTable):
    """`[handover]`: the day on which the office closes, the tools that must be normal, section → leading role."""

    closes_on: date | None = None
    core_tools: tuple[Tool, ...] = CORE_TOOLS
    leads: dict[str, str] = {}


class Actions(SettingsTable):
    """`[actions]`: days after which an unchecked action is overdue."""

    due_days: int = Field(default=90, ge=1)


class TargetTables(SettingsTable):
    """The tables of this module together; each is optional."""

    targets: UseTargets = UseTargets()
    paper: Paper = Paper()
    handover: HandOver = HandOver()
    actions: Actions = Actions()

    def measures(self) -> TargetSettings:
        """Return the settings as the models read them: shares between 0 and 1, base months as their first day."""
        by_section = [
            target
            for code, targets in sorted(self.targets.section.items())
            for target in targets.targets(code)
        ]
        return TargetSettings(
            targets=(*self.targets.targets(None), *by_section),
            paper_targets=tuple(
                PaperTarget(year, change / 100)
                for year, change in sorted(self.paper.targets.items())
            ),
            series_targets=tuple(one.target() for one in self.targets.series),
            paper_base_year=self.paper.base_year,
            paper_ratio=self.paper.ratio / 100,
            closing_on=self.handover.closes_on,
            leads=tuple(sorted(self.handover.leads.items())),
            action_due_days=self.actions.due_days,
            base_from=self.paper.base_from and self.paper.base_from.replace(day=1),
            base_to=self.paper.base_to and self.paper.base_to.replace(day=1),
            paper_cost=self.paper.cost(),
        )
