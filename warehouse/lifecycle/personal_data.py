"""Answers two requests of a member of staff: which data the warehouse holds on them, and to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.contract.shapes import SHAPES
from warehouse.engine.changes import keep_noted
from warehouse.facts.schema import content_hash
from warehouse.lifecycle.retention import close_marts

if TYPE_CHECKING:
    from datetime import date

    from warehouse.facts.store import Store

_ROSTER = ("raw.assignment", "core.assignment_day", "release.roster_month")
"""Tables that say where somebody works, as the staff file does, and nothing about what somebody did."""


@dataclass(frozen=True, slots=True)
class HeldRecords:
    """What the warehouse holds on one person."""

    assignments: tuple[tuple[str, date | None, date | None], ...]
    """(section code, first day, last day)."""
    days: tuple[tuple[str, date, int], ...]
    """(tool, day, uses)."""
    sources: tuple[tuple[str, str, int, date, date], ...]
    """(source, shape, rows, first day, last day) of the raw facts that are not yet deleted by age."""
    rows: tuple[tuple[str, int], ...]
    """(table, rows) of every table, including those of the roster."""
    is_forgotten: bool


def forgotten(store: Store) -> frozenset[str]:
    """Return the pseudonyms of those who asked to be forgotten."""
    return frozenset(staff for (staff,) in store.rows("select staff from ledger.forgotten"))


def read_held(store: Store, staff: str) -> HeldRecords:
    """Return what is held on one pseudonym."""
    days = (
        store.rows(
            "select tool, day_on, uses from core.use_day where staff = ? order by all", [staff]
        )
        if "core.use_day" in _personal_tables(store)
        else []
    )
    sources = [
        (source, shape.name, rows, first, last)
        for shape in SHAPES
        if "staff" in shape.landed.names
        for source, rows, first, last in store.rows(
            f"select source, count(*), min(day_on), max(day_on) from raw.{shape.name} "
            "where staff = ? group by source order by source",
            [staff],
        )
    ]
    return HeldRecords(
        tuple(
            store.rows(
                "select section, from_on, to_on from raw.assignment where staff = ? order by from_on",
                [staff],
            )
        ),
        tuple(days),
        tuple(sources),
        tuple(_counts(store, staff)),
        staff in forgotten(store),
    )


def forget(store: Store, staff: str, today: date) -> tuple[tuple[str, int], ...]:
    """Delete every row of what one person did, permanently; return (table, rows deleted).

    The months before this one are closed, so numbers of sections stay as they are. From now on Gate 1 drops rows of
    this person that a source still gives. Where the person works stays as long as the staff file says so.
    """
    deleted = [(table, count) for table, count in _counts(store, staff) if table not in _ROSTER]
    with store.transaction(), keep_noted(store):
        close_marts(store, today.replace(day=1))
        for table, _ in deleted:
            days = _days(store, table, staff)
            store.execute(f"delete from {table} where staff = ?", [staff])
            _count_again(store, table, days)
        store.execute("delete from ledger.forgotten where staff = ?", [staff])
        store.append("ledger.forgotten", [(staff, today)])
    return tuple(deleted)


def _days(store: Store, table: str, staff: str) -> list[tuple[str, str, date]]:
    if not table.startswith("raw."):
        return []
    return store.rows(
        f"select distinct source, stream, day_on from {table} where staff = ?", [staff]
    )


def _count_again(store: Store, table: str, days: list[tuple[str, str, date]]) -> None:
    """Update rows and hash of these source-days in the ledger to the remaining facts."""
    shape = next((one for one in SHAPES if f"raw.{one.name}" == table), None)
    for key in days:
        if shape is None:
            return
        of_day = f"from {table} where source = ? and stream = ? and day_on = ?"
        rows, content = store.rows(f"select count(*), {content_hash(shape)} {of_day}", key)[0]
        store.execute(
            "update ledger.source_day set rows = ?, hash = ? "
            "where source = ? and stream = ? and day_on = ?",
            [rows, content, *key],
        )


def _personal_tables(store: Store) -> list[str]:
    """Return each table whose column `staff` is a pseudonym; in other tables `staff` is a head count."""
    return [
        f"{schema}.{table}"
        for schema, table in store.rows(
            "select schema_name, table_name from duckdb_columns() "
            "join duckdb_tables() using (schema_name, table_name) "
            "where column_name = 'staff' and data_type = 'VARCHAR' "
            "and schema_name in ('raw', 'core', 'mart', 'kept', 'release') order by all"
        )
    ]


def _counts(store: Store, staff: str) -> list[tuple[str, int]]:
    counts = [
        (table, store.count(f"select count(*) from {table} where staff = ?", [staff]))
        for table in _personal_tables(store)
    ]
    return [(table, count) for table, count in counts if count]
