"""The warehouse's own tables, written down once: raw facts a shape, the ledger, and the roster.

Models' tables are not here: each is made by its own .sql file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from connectors.contract.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract.shapes import Shape

SCHEMAS = ("raw", "ledger", "staging", "core", "mart", "kept", "release")

SCHEMA = 2
"""The version of what is written below. A change that an older program could not live with raises it."""

TABLES = {
    # One row a source-day: what is known of it. `reason` says why the last attempt failed, or what is
    # doubted: a message as `connectors.contract.messages.stored` writes it; `accounts`:
    # how many acted, `strangers`: those on no line of the roster; `doubt`: why the last reading was not believed.
    "ledger.source_day": {
        "source": "text",
        "stream": "text",
        "day_on": "date",
        "fetched_at": "timestamptz",
        "rows": "bigint",
        "hash": "text",
        "state": "text",
        "unmatched": "bigint",
        "gate": "text",
        "reason": "text",
        "accounts": "bigint",
        "strangers": "bigint",
        "doubt": "text",
    },
    # One row a stream that the settings ask for, or asked for up to the day `until`; `tools`: of which it tells,
    # by person or not; `sections`: those whose use it tells of, null where nobody has said; `noted_on`: the day
    # on which the settings first named it.
    "ledger.source": {
        "source": "text",
        "kind": "text",
        "stream": "text",
        "shape": "text",
        "tools": "text[]",
        "since": "date",
        "grain": "text",
        "until": "date",
        "sections": "text[]",
        "noted_on": "date",
    },
    # One row a stream of logs in which something was not understood when they were last read: how many lines of how many,
    # and the form of the first (kinds of signs, nothing of what stands there).
    "ledger.unrecognised": {
        "source": "text",
        "stream": "text",
        "lines": "bigint",
        "of_lines": "bigint",
        "form": "text",
    },
    # One row: how many transactions this file has seen (`Store.transaction`), which `SCHEMA` it has, and a name drawn by
    # lot that tells it from any other warehouse and stays with it through back-ups.
    "ledger.moves": {"moves": "bigint", "schema": "bigint", "own_name": "text"},
    # At most one row: from which day on raw facts, rows of people and the making of marts still are.
    "ledger.closed": {"raw_before": "date", "people_before": "date", "marts_before": "date"},
    # One row a source-day that was landed, built from, and whose facts were then deleted by age.
    "ledger.expired_day": {"source": "text", "stream": "text", "day_on": "date"},
    # One row a connection to a meeting that was joined on a day whose facts are gone and filed on one whose facts are
    # still there: it is in what was kept, and is not counted again. `filed_on`: the source-day.
    "ledger.counted_event": {
        "source": "text",
        "stream": "text",
        "event": "text",
        "filed_on": "date",
    },
    # One row an alert that was sent: what `release.alert` told, and when (`told`).
    "ledger.told_alert": {
        "kind": "text",
        "section": "text",
        "tool": "text",
        "source": "text",
        "month": "date",
        "told_at": "timestamptz",
    },
    # One row: the version of the key behind every pseudonym here (`rekey`), and what tells it from any other.
    "ledger.key": {"version": "bigint", "fingerprint": "text"},
    # One row a night: its number, when it began, and when it had published.
    "ledger.night": {"number": "bigint", "began_at": "timestamptz", "published_at": "timestamptz"},
    # At most one row: when the town opened its pages (`warehouse/lifecycle/opening.py`).
    "ledger.opened": {"opened_at": "timestamptz"},
    # One row a month of a line that was taken back after it was shown.
    "ledger.unpublished": {"line": "text", "month": "date", "taken_back_at": "timestamptz"},
    # One row for each person who asked to be forgotten: what comes of them is never landed again.
    "ledger.forgotten": {"staff": "text", "forgotten_on": "date"},
    # One row a number that was ever shown, as it was shown: the release gate reckons with all of them.
    "release.history": {
        "measure": "text",
        "section": "text",
        "item": "text",
        "month": "date",
        "n": "bigint",
        "shown": "text",
        "low": "double",
        "high": "double",
        "released_at": "timestamptz",
    },
    # One row a line and month (`warehouse/release/tables/publication_lines.py`): the night on which something of it was there first, and the one on
    # which it was shown, from when on it stands, with the state of its records then; null while it waits.
    "release.line_month": {
        "line": "text",
        "month": "date",
        "seen_on": "date",
        "frozen_on": "date",
        "state": "text",
    },
    # One row a working day that a frozen month of a tool's line rests on, and one a section that it says nothing of.
    "release.line_day": {"line": "text", "month": "date", "day_on": "date"},
    "release.line_left_out": {"line": "text", "month": "date", "section": "text"},
    # One row a need and day that was not whole when a month of a line was shown; whether something of it had been read.
    "release.line_gap": {
        "line": "text",
        "month": "date",
        "need": "text",
        "day_on": "date",
        "was_read": "boolean",
    },
    # One row a month of a line that stands for good: its correction was asked for, and may not be told.
    "release.line_kept": {"line": "text", "month": "date"},
    # Who was where in a month as the roster said on the night that froze a line of it, and in which group.
    "release.roster_month": {
        "month": "date",
        "frozen_on": "date",
        "staff": "text",
        "section": "text",
        "from_on": "date",
        "to_on": "date",
    },
    "release.group_month": {
        "month": "date",
        "frozen_on": "date",
        "section": "text",
        "merged_into": "text",
    },
    # One row a section and quarter: the group into which the frozen roster puts it.
    "release.frozen": {"quarter": "date", "section": "text", "merged_into": "text"},
    "raw.assignment": {"staff": "text", "section": "text", "from_on": "date", "to_on": "date"},
    "raw.section": {
        "section": "text",
        "name": "text",
        "from_on": "date",
        "to_on": "date",
        "successor": "text",
    },
}
"""Table → column → type, shapes left out."""

_TYPES = {
    pa.string(): "text",
    pa.date32(): "date",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.timestamp("us", tz="UTC"): "timestamptz",
}
_BETWEEN, _NULL = "chr(31)", "chr(30)"


def fact_columns(shape: Shape) -> dict[str, str]:
    """Return what Gate 1 lets through for a shape, and the type each column is kept in."""
    columns = {field.name: _TYPES[field.type] for field in shape.landed}
    return {**columns, "is_unmatched": "boolean"}


def row_text(shape: Shape) -> str:
    """Return the SQL of a row as one text: equal texts, equal rows, nulls apart from blanks."""
    later = {column.name for column in shape.columns if column.is_later}
    # concat_ws leaves nulls out.
    cells = ", ".join(
        f"{name}::text" if name in later else f"coalesce({name}::text, {_NULL})"
        for name in fact_columns(shape)
    )
    return f"concat_ws({_BETWEEN}, {cells})"


_DIGITS = 24
NO_CONTENT = "0" * 2 * _DIGITS
"""The content of a day without rows."""


def content_hash(shape: Shape) -> str:
    """Return the SQL aggregate over rows that no order of arrival changes, as hex digits.

    It is the sum of the upper and of the lower halves of the rows' MD5, which a later release of the engine
    computes alike. An exclusive or would take two equal rows for none.
    """
    number = f"md5_number({row_text(shape)})"
    halves = (f"({number} >> 64)", f"({number} & {2**64 - 1}::uhugeint)")
    sums = (f"to_hex(coalesce(sum({half}::ubigint), 0))" for half in halves)
    return " || ".join(f"lpad(lower({one}), {_DIGITS}, '0')" for one in sums)


def tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each table of `raw` and `ledger` with its columns and their types."""
    for shape in SHAPES:
        origin = dict.fromkeys(("source", "kind", "stream"), "text")
        yield f"raw.{shape.name}", {**origin, **fact_columns(shape)}
    yield from TABLES.items()


def missing_from(present: set[tuple[str, str, str]]) -> Iterator[str]:
    """Yield the SQL that makes what is not there yet, given each (schema, table, column) that is.

    A shape that has grown a column since gets it, null in what landed before.
    """
    for schema in SCHEMAS:
        yield f"create schema if not exists {schema}"
    for table, columns in tables():
        schema, name = table.split(".")
        missing = {
            column: kind
            for column, kind in columns.items()
            if (schema, name, column) not in present
        }
        if missing == columns:
            declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
            yield f"create table {table} ({declared})"
        else:
            for column, kind in missing.items():
                yield f"alter table {table} add column {column} {kind}"
    yield "insert into ledger.moves (moves) select 0 where not exists (from ledger.moves)"
    yield f"update ledger.moves set schema = {SCHEMA} where schema is distinct from {SCHEMA}"
    yield "update ledger.moves set own_name = gen_random_uuid()::text where own_name is null"
