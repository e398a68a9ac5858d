"""What was shown of closed months stays as it was shown: nobody's share in it can be looked at again.

Whether one person has more than half of a section's paper is asked of rows of people. Where those are
gone, the last release knows the answer, and it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.engine.kept_rows import read_closed

if TYPE_CHECKING:
    from warehouse.facts.store import Store
    from warehouse.release.tables.cells import Row


class _Carried(NamedTuple):
    """Which rows of a table are carried, by what they are told apart, and what of them is a number."""

    table: str
    only: tuple[str, str] | None = None
    keys: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


_STAYS = {"small_group", "gate"}
"""What is withheld for its own reason stays so."""
_CARRIED = (
    _Carried("paper_month", ("kind", "printed"), ("source",)),
    _Carried("paper_digital_month", ("pair", "documents"), (), ("digital", "paper")),
    _Carried("paper_digital_month", ("pair", "meetings"), (), ("digital", "paper")),
    _Carried("work_month", None, ("measure",)),
    _Carried("outside_month"),
)


def carry_over(store: Store, rows: dict[str, list[Row]]) -> None:
    """Put what the last release showed of closed months in the place of what was worked out now.

    A cell that no release has shown is withheld: nothing proves any more that nobody dominates it.
    """
    before = read_closed(store).marts_before
    for one in _CARRIED:
        earlier = {_key(row, one.keys): row for row in _last(store, one.table) if _is_it(row, one)}
        for index, row in enumerate(rows.get(one.table, [])):
            month: Any = row["month"]
            is_closed = month < before and row["withheld_because"] not in _STAYS
            if is_closed and _is_it(row, one):
                carried = earlier.get(_key(row, one.keys)) or _unproved(row, one.numbers)
                rows[one.table][index] = carried


def _is_it(row: Row, one: _Carried) -> bool:
    return one.only is None or row[one.only[0]] == one.only[1]


def _key(row: Row, keys: tuple[str, ...]) -> tuple[object, ...]:
    return (row["section"], row["month"], *(row[name] for name in keys))


def _last(store: Store, table: str) -> list[Row]:
    there = "from duckdb_tables() where schema_name = 'release' and table_name = ?"
    return store.table(f"from release.{table}").to_pylist() if store.rows(there, [table]) else []


def _unproved(row: Row, numbers: tuple[str, ...]) -> Row:
    hidden = {name: None for name in numbers if name in row}
    blank = {"shown": None, "low": None, "high": None, "withheld_because": "dominance"}
    return {**row, **hidden, **blank}
