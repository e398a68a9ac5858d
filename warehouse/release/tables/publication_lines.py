"""The lines of a release: cells about what people did that are shown together, month after month.

A line is one tool's head counts, one pair of documents or meetings, one source's sheets, one measure of work, the
breadth, one count of a vendor, or one training. A month of a line is shown on one night, in all its tables and groups
at once. What is not counted from people (books, life counters, bought paper) is no line and may change at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.release.tables.cells import worst

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.tables.release import State

_USE = "use "
DOCUMENTS, MEETINGS, OUTSIDE, BREADTH = "documents", "meetings", "outside", "breadth"


def of_tool(tool: str) -> str:
    """Return the line of a tool's head counts: use, activation, habits, segments and retention."""
    return f"{_USE}{tool}"


def tool_of(line: str) -> str | None:
    """Return the tool of a line of head counts; None for other lines."""
    return line.removeprefix(_USE) if line.startswith(_USE) else None


def of_sheets(source: str) -> str:
    """Return the line of a source's printed sheets."""
    return f"sheets {source}"


def of_work(measure: str) -> str:
    """Return the line of a measure of work."""
    return f"work {measure}"


OUT_OF_HOURS, MEETING_HOURS = of_work("out_of_hours"), of_work("meeting_hours")


def of_count(tool: str, source: str, measure: str) -> str:
    """Return the line of a vendor's anonymous count."""
    return f"counted {tool} {source} {measure}"


def of_training(training: str) -> str:
    """Return the line of a training's attendance."""
    return f"training {training}"


def source_of(line: str) -> str | None:
    """Return the source of a line of sheets or vendor counts; None for other lines."""
    kind, *names = line.split(" ")
    return {"sheets": names[:1], "counted": names[1:2]}.get(kind, [None])[0]


_TOOLS = {
    table: lambda row: of_tool(row["tool"])
    for table in (
        "use_month", "activation_month", "habitual_month", "segment_month", "retention_month",
    )
}  # fmt: skip
LINE_OF: Mapping[str, Callable[[Mapping[str, Any]], str | None]] = {
    **_TOOLS,
    "paper_digital_month": lambda row: (
        row["pair"] if row["pair"] in {DOCUMENTS, MEETINGS} else None
    ),
    "paper_month": lambda row: of_sheets(row["source"]) if row["kind"] == "printed" else None,
    "work_month": lambda row: of_work(row["measure"]),
    "outside_month": lambda _: OUTSIDE,
    "training_coverage": lambda row: of_training(row["training"]),
    "breadth_month": lambda _: BREADTH,
    "section_use_month": lambda row: of_count(row["tool"], row["source"], row["measure"]),
}
"""Release table → the line of a row; None where the row is not counted from people."""


def item_of_row(table: str, row: Mapping[str, Any]) -> str:
    """Return a row's tool, pair, source, measure or training; empty if its table has only one item."""
    if table == "section_use_month":
        return f"{row['tool']} {row['source']} {row['measure']}"
    return next((row[name] for name in _NAMES if name in row), "")


_NAMES = ("tool", "pair", "source", "measure", "training")


def table_of_line(line: str) -> str:
    """Return the release table on which a line's corrections are checked; for a tool, its shares of person-days."""
    own = {
        DOCUMENTS: "paper_digital_month",
        MEETINGS: "paper_digital_month",
        OUTSIDE: "outside_month",
        BREADTH: "breadth_month",
    }
    kind = line.partition(" ")[0]
    kinds = {
        "use": "use_month",
        "sheets": "paper_month",
        "work": "work_month",
        "counted": "section_use_month",
        "training": "training_coverage",
    }
    return own.get(line) or kinds[kind]


def line_of_item(table: str, item: str) -> str | None:
    """Return the line of an item, as `release.history` names the items of a table."""
    words = item.split(" ")
    names = ("tool", "source", "measure") if table == "section_use_month" else ()
    row = dict(zip(names, words, strict=False)) or {
        "tool": words[0],
        "pair": item,
        "source": item,
        "kind": "printed",
        "measure": item,
        "training": item.removeprefix(of_training("")),
    }
    of = LINE_OF.get(table)
    return None if of is None else of(row)


_STATES = {
    "raw.training": "select 'training ' || training, date_trunc('month', min(day_on))::date, 'final' from raw.training "
    "where section is not null and attended > 0 group by training",
    "mart.use_month": "select 'use ' || tool, month, state from mart.use_month",
    "mart.paper_digital_month": f"select pair, month, state from mart.paper_digital_month where pair = '{DOCUMENTS}'",
    "mart.paper_month": "select 'sheets ' || source, month, state from mart.paper_month where kind = 'printed'",
    "mart.work_month": "select 'work out_of_hours', month, state from mart.work_month union all "
    "select 'work meeting_hours', month, case when meeting_minutes is null then 'none' else state end "
    "from mart.work_month",
    # A book of meetings is not counted from people: the pair is a line only where meetings were attended online.
    "mart.outside_month": f"select unnest(['{OUTSIDE}', '{MEETINGS}']), month, state from mart.outside_month",
    "mart.breadth_month": f"select '{BREADTH}', month, state from mart.breadth_month",
    "mart.section_use_month": "select 'counted ' || tool || ' ' || source || ' ' || measure, month, state "
    "from mart.section_use_month, (values ('uses'), ('person_days')) as of_each(measure)",
}
"""Mart → query of the state of each of its lines, by section."""


def read_line_states(store: Store) -> dict[tuple[str, date], State]:
    """Return (line, month) → the worst state of its sections; `none` where no section has data."""
    there = {
        f"{schema}.{name}"
        for schema, name in store.rows("select schema_name, table_name from duckdb_tables()")
    }
    asked = [sql for mart, sql in _STATES.items() if mart in there]
    if not asked:
        return {}
    rows = store.rows(
        f"select line, month, list(distinct state) from ({' union all '.join(asked)}) as t(line, month, state) "
        "group by all"
    )
    return {(line, month): worst(states) for line, month, states in rows}


def last_shown(store: Store, month: date) -> tuple[bool, date | None]:
    """Return whether any line of a month is still waiting, and the night on which the last one was shown."""
    if not store.rows(
        "from duckdb_tables() where schema_name = 'release' and table_name = 'line_month'"
    ):
        return False, None
    waits, last = store.rows(
        "select coalesce(bool_or(frozen_on is null), false), max(frozen_on) from release.line_month where month = ?",
        [month],
    )[0]
    return waits, last
