"""What `hirogari explain` and `hirogari map` print: for the operator, never for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.published import require_warehouse
from warehouse.explain import explain
from warehouse.release import read_release
from warehouse.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from flows.settings import Settings
    from warehouse.explain import Explanation
    from warehouse.release import Release


_RELEASED_AS = {"segment_week": "segment_month"}
"""Measures whose release table has another name: a month's last week is published."""
_KEYS = (
    "section", "tool", "pair", "what", "measure", "segment", "milestone", "kind", "source", "maker",
    "unit", "fiscal_year", "month",
)  # fmt: skip
"""What tells the rows of a release table apart."""


def explained(
    settings: Settings, metric: str, section: str | None, month: date | None
) -> Iterator[str]:
    """Yield the definition, the inputs counted, the states, the SQL file, and what was published.

    Raises:
        NotExplained: there is no such measure; says which there are.
        NothingYet: nothing has been read.
    """
    require_warehouse(settings)
    with open_store(settings.warehouse, read_only=True) as store:
        told = explain(store, metric, section=section, month=month)
        release = read_release(store)
    yield f"{told.metric} {told.title}"
    yield from (f"  {line}" for line in told.definition.splitlines() if line.strip())
    yield f"one row: {told.grain}"
    yield f"SQL: {told.file}"
    yield from _inputs(told)
    yield from _cells(told)
    if release is not None:
        yield from _published(release, metric, section, month)


def _inputs(told: Explanation) -> Iterator[str]:
    yield "counted from:"
    for one in told.inputs:
        yield f"  {one.table}: {one.rows:,} rows{f' ({one.file})' if one.file else ''}"
    for need, day_on in told.missing_days:
        yield f"  missing: {day_on} ({need})"


def _cells(told: Explanation) -> Iterator[str]:
    if told.states:
        yield f"state: {', '.join(told.states)}"
    for cell in told.cells:
        yield "  " + ", ".join(f"{name} {value}" for name, value in cell.items())


def _published(
    release: Release, metric: str, section: str | None, month: date | None
) -> Iterator[str]:
    """What a reader sees of it, and the rule behind each cell that a reader does not see."""
    # The reasons' words belong to the pages; their module pulls in no chart engine.
    from dashboards.words import Words  # noqa: PLC0415 - only when something was published

    table = _RELEASED_AS.get(metric, metric)
    if table not in release.tables or not (section or month):
        return
    words = Words(release.town.language, release.town.fiscal_year_start)
    yield "published:"
    for row in release.tables[table].to_pylist():
        if (section and row.get("section") != section) or (
            month and row.get("month", month) != month
        ):
            continue
        place = " ".join(str(row[name]) for name in _KEYS if row.get(name) is not None)
        reason = row.get("withheld_because")
        if reason:
            told = f"withheld: {reason} ({words.reason(reason)})"
        elif "shown" in row:
            told = row["shown"] if row["shown"] is not None else "nothing yet"
        else:
            told = ", ".join(f"{name} {cell}" for name, cell in row.items() if name not in _KEYS)
        yield f"  {place}: {told}"
