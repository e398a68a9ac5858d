"""Each derived release table names what it is made of, and is made of nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.releases import EVERYTHING, NAMES, make_release
from tests.unit.derived.released_rows import TERMS
from warehouse.release.derived import MAKERS
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.tables.derived_schema import DERIVED
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from warehouse.release.groups.succession import Succession

_FIRST = EVERYTHING.extra["action"][0]
SERIES = (
    "use files",
    "ratio approvals",
    "printed",
    "out_of_hours",
    "overtime",
    "task_hours",
    "faxes",
    "count 電話の数",
)
"""A series of each table."""
ACTIONS = [
    *({**row, "hours_saved": 1.0} for row in EVERYTHING.extra["action"]),
    *(
        {**_FIRST, "action": f"S{at}", "title": f"{at}", "series": series, "section": NAMES[0][0]}
        for at, series in enumerate(SERIES)
    ),
]
TARGETS = [
    *EVERYTHING.extra["series_target"],
    *(
        {"section": None, "series": series, "fiscal_year": 2025, "change": 1.0, "base_year": 2024}
        for series in SERIES
    ),
]
PLAN = [{**EVERYTHING.extra["plan_item"][0], "series": series} for series in SERIES]
RELEASE = make_release(
    replace(
        EVERYTHING,
        extra={
            **EVERYTHING.extra,
            "action": ACTIONS,
            "series_target": TARGETS,
            "plan_item": PLAN,
        },
    )
)


class Noting(ReleasedView):
    """Notes which tables are read."""

    def __init__(self) -> None:
        """Of a release in which no table is empty."""
        super().__init__(RELEASE.tables)
        self.read: set[str] = set()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Note the table."""
        self.read.add(table)
        return super().rows(table)

    @property
    def succession(self) -> Succession:  # type: ignore[override]  # the same, noted
        """Note the sections: which there were tells what is compared."""
        self.read.add("section")
        return super().succession


@pytest.mark.parametrize("name", MAKERS)
def test_a_maker_reads_the_tables_that_it_names_and_no_other(name: str) -> None:
    """Otherwise `hirogari explain` would name too few inputs, or too many."""
    seen = Noting()
    months = sorted({row["month"] for row in seen.rows("use_month")})
    seen.read.clear()
    books = {("fax", "count", TOWN, month): (1.0, 0.0) for month in months}
    terms = replace(
        TERMS, town=RELEASE.town, as_of=RELEASE.as_of, base_from=months[0], base_to=months[2]
    )
    MAKERS[name].make(seen, replace(terms, books=books))
    assert seen.read == MAKERS[name].reads


def test_every_derived_table_has_one_maker() -> None:
    """And every maker a table."""
    assert set(MAKERS) == set(DERIVED)
