"""Inputs of the derived tables besides released values: settings, calendar and books, nothing counted from people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from warehouse.months import fiscal_year_of, month_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.tables.books import Books, Purchases
    from warehouse.town import Town


@dataclass(frozen=True)
class Yardsticks:
    """The town, the last day that counts, and the targets and base periods of the settings."""

    town: Town
    as_of: date
    working_days: Sequence[date] = ()
    """Working days that have passed, in order."""
    base_from: date | None = None
    base_to: date | None = None
    """First days of the first and of the last month of the base period."""
    paper_base_year: int | None = None
    """None: the first whole fiscal year in the book."""
    paper_change: Mapping[int, float] = field(default_factory=dict)
    """Fiscal year → target change against the base year, in per cent."""

    bought: Purchases = field(default_factory=dict)
    """(group, month) → exact sheets of the purchase books; where missing, only the shown value is known."""

    books: Books = field(default_factory=dict)
    """(what, measure, group, month) → exact counts: digital and paper of a pair; for any other book its count and 0."""

    verdicts: Sequence[Mapping[str, Any]] = ()
    """Rows of the table `verdict` in the last release: a verdict that has fallen stays."""

    @cached_property
    def days_in(self) -> Mapping[date, int]:
        """Month → its working days."""
        return Counter(day.replace(day=1) for day in self.working_days)

    def fiscal_year(self, month: date) -> int:
        """Return the year in which the month's fiscal year began."""
        return fiscal_year_of(month, self.town.fiscal_year_start)

    def is_over(self, month: date) -> bool:
        """Whether all days of the month have passed."""
        return month_after(month) <= self.as_of + timedelta(days=1)


def read_yardsticks(store: Store, town: Town, as_of: date) -> Yardsticks:
    """Read them from the tables of the last build."""
    there = {
        name
        for (name,) in store.rows(
            "select table_name from duckdb_tables() where schema_name = 'core'"
        )
    }
    days = store.rows(
        "select day_on from core.calendar where is_working_day and day_on <= ? order by day_on",
        [as_of],
    )
    base_from = base_to = base_year = None
    if "town" in there:
        base_from, base_to, base_year = store.rows(
            "select base_from, base_to, paper_base_year from core.town"
        )[0]
    changes = (
        store.rows("select fiscal_year, change_share * 100 from core.paper_target")
        if "paper_target" in there
        else []
    )
    return Yardsticks(
        town,
        as_of,
        tuple(day for (day,) in days),
        base_from,
        base_to,
        base_year,
        dict(changes),
        verdicts=_earlier_verdicts(store),
    )


def _earlier_verdicts(store: Store) -> Sequence[Mapping[str, Any]]:
    """Return the verdicts of the last release that is no draft; a draft binds nothing."""
    there = "from duckdb_tables() where schema_name = 'release' and table_name = 'verdict'"
    if not store.rows(there):
        return ()
    rows: Sequence[Mapping[str, Any]] = store.table(
        "select v.* from release.verdict v cross join release.about a where not coalesce(a.is_draft, false)"
    ).to_pylist()
    return rows
