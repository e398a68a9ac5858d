"""Declares the tables of facts, ledger, roster and release history, and the SQL that creates what is missing.

Tables of models are not declared here: each comes from its own .sql file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from connectors.contract.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract.shape import Shape

SCHEMAS = ("raw", "ledger", "staging", "core", "mart", "kept", "release")

SCHEMA = 3
"""Version of the tables below; raise it for a change that an older program would read wrongly."""

TABLES = {
    # One row per source-day. `reason`: why the last reading failed or is doubted, a message as
    # `connectors.contract.messages.stored` writes it. `accounts`: how many acted; `strangers`: those missing from the
    # roster. `doubt`: why the last reading is doubted. `gate`: fingerprint of Gate 1's aliases when it was read.
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
    # One row per stream that the settings ask for, or asked for until the day `until`. `tools`: the tools that it
    # covers, by person or not. `sections`: the sections whose use it covers, null if the settings do not say.
    # `noted_on`: the day on which the settings first named it.
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
    # One row per log stream with unparsed lines at the last reading: how many lines of how many, and the form of the
    # first (kinds of characters, never the content).
    "ledger.unrecognised": {
        "source": "text",
        "stream": "text",
        "lines": "bigint",
        "of_lines": "bigint",
        "form": "text",
    },
    # One row: the number of transactions committed (`Store.transaction`), the file's `SCHEMA`, and a random name that
    # distinguishes this warehouse from any other and is kept by its back-ups.
    "ledger.moves": {"moves": "bigint", "schema": "bigint", "own_name": "text"},
    # At most one row: retention cut-off dates of raw facts, of rows of people and of marts that can be rebuilt.
    "ledger.closed": {"raw_before": "date", "people_before": "date", "marts_before": "date"},
    # One row per source-day that was landed and built from, and whose facts were then deleted by age.
    "ledger.expired_day": {"source": "text", "stream": "text", "day_on": "date"},
    # One row per meeting connection joined on a day whose facts are deleted and filed on a day whose facts are not:
    # the kept rows include it already, so it must not be counted again. `filed_on`: the source-day.
    "ledger.counted_event": {
        "source": "text",
        "stream": "text",
        "event": "text",
        "filed_on": "date",
    },
    # One row per alert sent: its key in `release.alert`, and when it was sent (`told_at`).
    "ledger.told_alert": {
        "kind": "text",
        "section": "text",
        "tool": "text",
        "source": "text",
        "month": "date",
        "told_at": "timestamptz",
    },
    # One row: the version of the key behind every pseudonym here (`rekey`), and its fingerprint.
    "ledger.key": {"version": "bigint", "fingerprint": "text"},
    # One row per night: its number, when it began, and when it published.
    "ledger.night": {"number": "bigint", "began_at": "timestamptz", "published_at": "timestamptz"},
    # At most one row: when the town opened its pages (`warehouse/lifecycle/opening.py`).
    "ledger.opened": {"opened_at": "timestamptz"},
    # One row per month of a line that was withdrawn after it was shown.
    "ledger.unpublished": {"line": "text", "month": "date", "taken_back_at": "timestamptz"},
    # One row per person who asked to be forgotten: their rows are never landed again.
    "ledger.forgotten": {"staff": "text", "forgotten_on": "date"},
    # One row per number ever shown, as it was shown: the disclosure audit takes all of them into account. A database of a
    # former version has a column `shown` more, the number as text; nothing reads it.
    "release.history": {
        "measure": "text",
        "section": "text",
        "item": "text",
        "month": "date",
        "n": "bigint",
        "low": "double",
        "high": "double",
        "released_at": "timestamptz",
    },
    # One row per line (`warehouse/release/tables/publication_lines.py`) and month. `seen_on`: the night on which it first had data.
    # `frozen_on`: the night on which it was shown and so became fixed, and `state`: the state of its records then;
    # both null while it waits.
    "release.line_month": {
        "line": "text",
        "month": "date",
        "seen_on": "date",
        "frozen_on": "date",
        "state": "text",
    },
    # One row per working day that a frozen month of a tool's line includes, and one per section that it leaves out.
    "release.line_day": {"line": "text", "month": "date", "day_on": "date"},
    "release.line_left_out": {"line": "text", "month": "date", "section": "text"},
    # One row per need and day that was incomplete when a month of a line was shown. `was_read`: whether any of it was.
    "release.line_gap": {
        "line": "text",
        "month": "date",
        "need": "text",
        "day_on": "date",
        "was_read": "boolean",
    },
    # One row per month of a line that is final: a correction was considered and would disclose too much.
    "release.line_kept": {"line": "text", "month": "date"},
    # Staff by section in a month, and the sections' groups, by the roster of the night that froze a line of the month.
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
    # One row per section and quarter: the group to which the frozen roster assigns it.
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
"""Table → column → type, without the tables of shapes."""

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
    """Return the columns that Gate 1 admits for a shape, each with its SQL type."""
    columns = {field.name: _TYPES[field.type] for field in shape.landed}
    return {**columns, "is_unmatched": "boolean"}


def row_text(shape: Shape) -> str:
    """Return the SQL that makes one text of a row: texts are equal only if rows are; null differs from blank."""
    later = {column.name for column in shape.columns if column.is_later}
    # concat_ws skips nulls, so a column that the shape gained later leaves older hashes as they were.
    cells = ", ".join(
        f"{name}::text" if name in later else f"coalesce({name}::text, {_NULL})"
        for name in fact_columns(shape)
    )
    return f"concat_ws({_BETWEEN}, {cells})"


_DIGITS = 24
NO_CONTENT = "0" * 2 * _DIGITS
"""The content hash of a day without rows."""


def content_hash(shape: Shape) -> str:
    """Return the SQL aggregate that hashes rows independently of their order, as hex digits.

    It is the sum of the upper and the sum of the lower halves of the rows' MD5 hashes, which a later release of the
    engine computes the same way. An exclusive or would cancel two equal rows.
    """
    number = f"md5_number({row_text(shape)})"
    halves = (f"({number} >> 64)", f"({number} & {2**64 - 1}::uhugeint)")
    sums = (f"to_hex(coalesce(sum({half}::ubigint), 0))" for half in halves)
    return " || ".join(f"lpad(lower({one}), {_DIGITS}, '0')" for one in sums)


def tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each declared table with its columns and their types."""
    for shape in SHAPES:
        origin = dict.fromkeys(("source", "kind", "stream"), "text")
        yield f"raw.{shape.name}", {**origin, **fact_columns(shape)}
    yield from TABLES.items()


def missing_from(present: set[tuple[str, str, str]]) -> Iterator[str]:
    """Yield the SQL that creates missing schemas, tables and columns.

    `present` holds each existing (schema, table, column). A column that a shape gained later is null in earlier rows.
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
