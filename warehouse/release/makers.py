"""Names the one maker of each measure: its file, its grain, its columns and what it reads.

A measure is made by the SQL of the mart of its name, by a function over released values (`derived/`), or by its
disclosure rule (`training_coverage`). A rule that withholds cells of a mart is no second maker: the number is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from warehouse.engine.model import read_models
from warehouse.release.derived import MAKERS
from warehouse.release.rules.training_coverage import cut_training_coverage
from warehouse.release.tables.derived_schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

RELEASE = "release."
"""The schema of the release tables."""
_CELL = {
    "n": "people in the group on that day",
    "coding": "how the value is coded: exact, about, interval, below or above; null if withheld",
    "low": "the band's low end, per cent",
    "high": "the band's high end, per cent",
    "state": "always final: a training is over",
    "withheld_because": "the rule's word; null if shown",
}
_NO_MART = {
    "action": {"mart.action", "core.action"},
    "freshness": {"ledger.source_day"},
    "paper_factor": {"core.town"},
    "section": {"raw.section"},
    "source": {"ledger.source", "ledger.source_day"},
    "target": {"core.target"},
    "training": {"core.training", "core.section_path"},
}
"""Release tables that are not cut from the mart of their name → what they are read from."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is known about a measure, wherever it is made."""

    table: str
    """The table with its rows: `mart.` exact, `release.` as published."""
    file: str
    """The file of its maker, from the root of the repository."""
    grain: str
    reads: frozenset[str]
    """The tables that the maker itself reads, with their schema."""
    columns: dict[str, str] = field(default_factory=dict)
    """Column → short description."""

    @property
    def is_published(self) -> bool:
        """Whether it is made from released values, so that no number is more exact than the published one."""
        return self.table.startswith(RELEASE)


@cache
def measures() -> dict[str, Measure]:
    """Return every measure by its name."""
    marts = {
        one.table.removeprefix("mart."): Measure(
            one.table, one.file, one.grain, one.reads, one.columns
        )
        for one in read_models()
        if one.table.startswith("mart.")
    }
    derived = {
        name: Measure(
            RELEASE + name,
            _file(maker.make),
            TABLES[name].grain,
            frozenset(RELEASE + one for one in maker.reads),
            {column: words for column, _, words in TABLES[name].columns},
        )
        for name, maker in MAKERS.items()
    }
    return marts | derived | {"training_coverage": _coverage()}


def behind(table: str) -> frozenset[str]:
    """Return the tables that a table is made from; empty for raw facts, the ledger and the settings."""
    if table.startswith(RELEASE):
        name = table.removeprefix(RELEASE)
        return frozenset(_NO_MART.get(name, {f"mart.{name}"}))
    return next((one.reads for one in read_models() if one.table == table), frozenset())


def _coverage() -> Measure:
    return Measure(
        RELEASE + "training_coverage",
        _file(cut_training_coverage),
        "one training, one group that somebody came from; the whole town hall",
        frozenset({"core.training", "raw.assignment"}),
        {
            "section": "the section, or the group that it is published in",
            "training": "the training, as the book names it",
            "month": "first of the month of its first day, or of that in which it was shown",
            **_CELL,
        },
    )


def _file(make: Callable[..., Any]) -> str:
    return f"{make.__module__.replace('.', '/')}.py"
