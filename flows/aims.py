"""The part of the settings that says what measures are held against: targets, paper, hand-over."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from warehouse.measures import Measures, PaperCost, PaperTarget, Target

Tool = Literal["files", "chat", "meetings", "calendar", "mail"]
PerCent = Annotated[float, Field(ge=0, le=100)]
Change = Annotated[float, Field(ge=-100, le=100)]


def _years(value: object) -> object:
    """TOML's keys are text: a fiscal year is a number."""
    if isinstance(value, dict):
        return {int(key) if str(key).isdigit() else key: share for key, share in value.items()}
    return value


ByYear = Annotated[dict[int, PerCent], BeforeValidator(_years)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ToolTargets(_Table):
    """Use rates to be reached, in per cent, by fiscal year: `files = { 2026 = 70 }`."""

    files: ByYear = {}
    chat: ByYear = {}
    meetings: ByYear = {}
    calendar: ByYear = {}
    mail: ByYear = {}

    def targets(self, section: str | None) -> tuple[Target, ...]:
        """As the models read them; shares between 0 and 1."""
        return tuple(
            Target(tool, year, per_cent / 100, section)
            for tool in type(self).model_fields
            if tool != "section"
            for year, per_cent in sorted(getattr(self, tool).items())
        )


class Targets(ToolTargets):
    """`[targets]` for every section, `[targets.section.CODE]` for one."""

    section: dict[str, ToolTargets] = {}


class Paper(_Table):
    """`[paper]`: base year, targets (per cent against it) and what a sheet stands for."""

    base_year: int | None = None
    targets: Annotated[dict[int, Change], BeforeValidator(_years)] = {}
    ratio: PerCent = 50
    yen: float | None = Field(default=None, gt=0)
    yen_source: str | None = None


class HandOver(_Table):
    """`[handover]`: when the office closes, which tools have to be normal, who leads on."""

    closes_on: date | None = None
    core_tools: tuple[Tool, ...] = ("files", "chat", "meetings")
    leads: dict[str, str] = {}


class Actions(_Table):
    """`[actions]`: after how many days an unchecked action is overdue."""

    due_days: int = Field(default=90, ge=1)


class Aims(_Table):
    """All of them; every one may be left out."""

    targets: Targets = Targets()
    paper: Paper = Paper()
    handover: HandOver = HandOver()
    actions: Actions = Actions()

    def measures(self) -> Measures:
        """As the models read them."""
        by_section = [
            target
            for code, targets in sorted(self.targets.section.items())
            for target in targets.targets(code)
        ]
        return Measures(
            targets=(*self.targets.targets(None), *by_section),
            paper_targets=tuple(
                PaperTarget(year, change / 100)
                for year, change in sorted(self.paper.targets.items())
            ),
            paper_base_year=self.paper.base_year,
            paper_ratio=self.paper.ratio / 100,
            core_tools=self.handover.core_tools,
            closing_on=self.handover.closes_on,
            leads=tuple(sorted(self.handover.leads.items())),
            action_due_days=self.actions.due_days,
            paper_cost=_cost(self.paper),
        )


def _cost(paper: Paper) -> PaperCost:
    if paper.yen is None:
        return PaperCost()
    return PaperCost(yen=paper.yen, yen_source=paper.yen_source or "町の設定")
