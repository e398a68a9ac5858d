"""Makes further release tables from released values alone, so that they disclose nothing more.

Each function takes the tables as a reader sees them, and `Yardsticks`: what settings and calendar say. A value that cannot
be computed because an input is withheld is null. Nothing here reads a mart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.release.derived.actions import cadence, hours_month
from warehouse.release.derived.alerts import alert
from warehouse.release.derived.books import book_change
from warehouse.release.derived.curves import curve_fit
from warehouse.release.derived.paper import paper_difference_month, paper_year
from warehouse.release.derived.plan_evidence import plan_evidence, plan_series_month
from warehouse.release.derived.replacing import replacement_month
from warehouse.release.derived.series_targets import series_target_year
from warehouse.release.derived.targets import milestone, normal_month, target_month
from warehouse.release.derived.verdicts import verdict
from warehouse.release.tables.release import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks


@dataclass(frozen=True, slots=True)
class Maker:
    """The function that makes a derived release table, and the tables it reads."""

    make: Callable[[ReleasedView, Yardsticks], list[Row]]
    reads: frozenset[str]
    """The release tables that it reads; includes `section` if it compares groups between months."""


def _maker(make: Callable[[ReleasedView, Yardsticks], list[Row]], *reads: str) -> Maker:
    return Maker(make, frozenset(reads))


_HEADS = ("activation_month", "use_month")
"""Tables with the number of people of a group in a month."""
_SERIES = (
    "activation_month",
    "book_month",
    "overtime_month",
    "own_count",
    "paper_digital_month",
    "paper_month",
    "use_month",
    "work_month",
)
"""Tables with the values of series, and what own counts there are."""
MAKERS: Mapping[str, Maker] = {
    "milestone": _maker(milestone, "activation_month"),
    "normal_month": _maker(normal_month, "use_month", "target", "action", "section"),
    "target_month": _maker(target_month, "use_month", "target", "section"),
    "series_target_year": _maker(series_target_year, "series_target", "section", *_SERIES),
    "plan_evidence": _maker(plan_evidence, "plan_item", "section", *_SERIES),
    "plan_series_month": _maker(plan_series_month, "plan_item", *_SERIES),
    "curve_fit": _maker(curve_fit, "activation_month"),
    "replacement_month": _maker(replacement_month, "paper_digital_month", "section", *_HEADS),
    "verdict": _maker(verdict, "action", "training", "task_change", "section", *_SERIES),
    "alert": _maker(alert, "paper_month", "freshness", "source", "section", *_HEADS),
    "paper_difference_month": _maker(paper_difference_month, "paper_month"),
    "paper_year": _maker(paper_year, "paper_month", "paper_factor", "section"),
    "book_change": _maker(
        book_change, "paper_month", "paper_digital_month", "book_month", "section"
    ),
    "cadence": _maker(cadence, "action"),
    "hours_month": _maker(hours_month, "action", "section"),
}
"""Release table → its maker and the release tables it reads; `hirogari explain` prints both."""


def derive(view: ReleasedView, yardsticks: Yardsticks) -> dict[str, pa.Table]:
    """Return the derived tables of a release."""
    return {name: table_of(name, one.make(view, yardsticks)) for name, one in MAKERS.items()}
