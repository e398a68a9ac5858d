"""Reads what a release contains besides its numbers (sections, sources, freshness), and writes its tables.

All tables of a release are written in one transaction.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta
from math import floor
from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.facts.sources import read_match_shares, read_source_changes
from warehouse.months import quarter_of
from warehouse.release.lower_bounds import implied_users
from warehouse.release.tables.cell_tables import CELL_TABLES, audited
from warehouse.release.tables.published_cell import PublishedCell
from warehouse.release.tables.release import SCHEMAS, SMALL, TOWN, Release, table_of
from warehouse.release.tables.rounding import Range, from_top

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.facts.store import Store

MATCH_STEP = 0.05
MOST_MATCHED = 0.99
"""The released match share of a source whose rows the roster explains to this share or more."""
STALE_AFTER = {"day": timedelta(days=4), "month": timedelta(days=70)}
"""A source whose newest day is older than this has stopped delivering, or its book is no longer kept."""


def released_section_table(store: Store, *, has_small: bool) -> dict[str, pa.Table]:
    """Return the `section` table: the roster's sections in their order, the merged group and the whole town hall."""
    rows: list[dict[str, object]] = [
        {
            "section": section,
            "name": name,
            "from_on": from_on,
            "to_on": to_on,
            "successor": successor,
        }
        for section, name, from_on, to_on, successor in store.rows(
            # An empty first day means "before any other"; arg_max would skip it.
            "select section, last(name order by from_on nulls first), first(from_on order by from_on nulls first), "
            "last(to_on order by from_on nulls first), last(successor order by from_on nulls first) "
            "from (select *, row_number() over () as place from raw.section) "
            "group by section order by min(place)"
        )
    ]
    if has_small:
        rows.append({"section": SMALL})
    rows.append({"section": TOWN})
    numbered = [{**row, "position": position} for position, row in enumerate(rows)]
    return {"section": pa.Table.from_pylist(numbered, schema=SCHEMAS["section"])}


def read_freshness(store: Store, as_of: date) -> dict[str, pa.Table]:
    """Return the `freshness` and `source` tables from the ledger; row counts are not released."""
    days = store.rows(
        "with owed as (select source, stream, any_value(kind) as kind, any_value(grain) as grain, "
        "min(since) as since, max(coalesce(until, ?)) as until from ledger.source group by all) "
        "select d.source, coalesce(o.kind, d.source), d.stream, d.day_on, d.state, d.fetched_at "
        "from ledger.source_day d left join owed o using (source, stream) "
        "where d.day_on <= ? "
        "union all "
        "select o.source, o.kind, o.stream, c.day_on, null, null from owed o "
        "join core.calendar c on c.day_on between o.since and o.until "
        "and (o.grain = 'day' or c.day_on = c.month) "
        "anti join ledger.source_day d on d.source = o.source and d.stream = o.stream "
        "and d.day_on = c.day_on",
        [as_of, as_of],
    )
    columns = ("source", "kind", "stream", "day_on", "state", "fetched_at")
    fresh = [dict(zip(columns, row, strict=True)) for row in days]
    return {
        "freshness": table_of("freshness", fresh),
        "source": table_of("source", _sources(store, as_of)),
        "source_change": table_of("source_change", read_source_changes(store, as_of)),
    }


def _match_shares(store: Store, as_of: date) -> dict[str, float]:
    """Return source → the share of its rows that the roster explains, fixed for the quarter.

    A share updated each night would rise when one account is matched, and so disclose that person's records.
    """
    shares = {source: _coarse(share) for source, share in read_match_shares(store)}
    if not store.rows(
        "from duckdb_tables() where schema_name = 'release' and table_name = 'about'"
    ):
        return shares
    about = store.table("from release.about").to_pylist()[0]
    if about.get("is_draft") or quarter_of(about["as_of"]) != quarter_of(as_of):
        return shares
    before = store.rows("select source, match_share from release.source")
    return shares | {source: share for source, share in before if share is not None}


def _coarse(share: float) -> float:
    """Return a share rounded down to steps of 5 per cent, or 0.99; the exact share would count one person's records."""
    return MOST_MATCHED if share >= MOST_MATCHED else floor(share / MATCH_STEP) * MATCH_STEP


def _sources(store: Store, as_of: date) -> list[dict[str, object]]:
    shares = _match_shares(store, as_of)
    rows = []
    for source, kind, grain, tools, newest, first_open, owed_from in store.rows(
        "select s.source, any_value(s.kind), any_value(s.grain), "
        "list_sort(list_distinct(flatten(list(s.tools)))), "
        "max(d.day_on) filter (where d.state in ('final', 'provisional')), "
        "min(d.day_on) filter (where d.state is distinct from 'final' and d.state is distinct from 'gap'), "
        "min(greatest(s.since, s.noted_on)) "
        "from ledger.source s left join ledger.source_day d using (source, stream) "
        "where s.until is null group by s.source order by s.source"
    ):
        is_stale = newest is None or as_of - newest > STALE_AFTER[grain]
        final_to = first_open - timedelta(days=1) if first_open else newest
        if final_to is not None and grain == "month":
            # A month is filed under its first day but covers all its days.
            last = final_to.replace(day=monthrange(final_to.year, final_to.month)[1])
            final_to = min(last, as_of)
        rows.append(
            {
                "source": source,
                "kind": kind,
                "match_share": shares.get(source),
                "final_to": final_to,
                "is_stale": is_stale,
                "tools": ",".join(tools) or None,
                "owed_from": owed_from,
            }
        )
    return rows


def read_history(store: Store) -> list[PublishedCell]:
    """Return every number that was ever shown, by section, tool and month, oldest first."""
    return [
        PublishedCell(*row)
        for row in store.rows(
            "select measure, section, item, month, n, low, high from release.history "
            "order by released_at, section, item, month"
        )
    ]


def read_frozen(store: Store) -> dict[date, dict[str, str]]:
    """Return quarter → section → group as earlier releases fixed them."""
    frozen: dict[date, dict[str, str]] = {}
    for quarter, section, group in store.rows("from release.frozen"):
        frozen.setdefault(quarter, {})[section] = group
    return frozen


def shown_of(release: Release) -> list[PublishedCell]:
    """Return the numbers that describe who used a tool, as a reader of this release sees them."""
    rows = {
        name: release.tables[name].to_pylist()
        for name, one in CELL_TABLES.items()
        if one.audit != "nothing"
    }
    found = []
    for table in audited("head_counts"):
        for row in rows[table]:
            if row["coding"] is None:
                continue
            # A segment is shown together with the more active ones.
            of_top = from_top(row)
            name = table if of_top is None else f"{table} {row['segment']}"
            ends = of_top or Range(row["low"], row["high"])
            at = row["section"], row["tool"], row["month"]
            found.append(PublishedCell(name, *at, row["n"], *ends))
    for table in audited("attendance"):
        found += [
            PublishedCell(
                table,
                row["section"],
                CELL_TABLES[table].line_of(row) or "",
                row["month"],
                row["n"],
                row["low"],
                row["high"],
            )
            for row in rows[table]
            if row["coding"] is not None
        ]
    return [*found, *implied_users(rows)]


def read_refused(store: Store) -> set[tuple[str, str, date]]:
    """Return (table, item, month) of what the last release withheld with the reason `gate`; a draft binds nothing."""
    refused: set[tuple[str, str, date]] = set()
    if _is_draft(store):
        return refused
    for table in (*audited("head_counts"), *audited("users")):
        item = CELL_TABLES[table].refused_sql
        there = "from duckdb_tables() where schema_name = 'release' and table_name = ?"
        if store.rows(there, [table]):
            refused |= {
                (table, what, month)
                for what, month in store.rows(
                    f"select distinct {item}, month from release.{table} where withheld_because = 'gate'"
                )
            }
    return refused


def _is_draft(store: Store) -> bool:
    """Whether the last release was a draft; False before the first."""
    there = "from duckdb_tables() where schema_name = 'release' and table_name = 'about'"
    if not store.rows(there):
        return False
    return bool(store.table("from release.about").to_pylist()[0].get("is_draft"))


def write_release(store: Store, release: Release) -> None:
    """Replace the tables of `release.*` with this release, within the caller's transaction."""
    about = pa.table(
        {
            "name": [release.town.name],
            "launched_on": [release.town.launched_on],
            "fiscal_year_start": [release.town.fiscal_year_start],
            "language": [release.town.language],
            "as_of": [release.as_of],
            "released_at": pa.array([release.released_at], pa.timestamp("us", tz="UTC")),
            "is_draft": [release.is_draft],
            **{name: [value] for name, value in release.policy.columns().items()},
        }
    )
    for name, table in {"about": about, **release.tables}.items():
        with store.registered("released", table):
            store.execute(f"create or replace table release.{name} as select * from released")


def note_shown(store: Store, release: Release, groups: Mapping[date, Mapping[str, str]]) -> None:
    """Add each number that differs from the last one shown for its cell to the history; keep the quarters' groups.

    Runs within the caller's transaction.
    """
    store.execute("delete from release.frozen")
    store.append(
        "release.frozen",
        [(quarter, *one) for quarter, own in groups.items() for one in sorted(own.items())],
    )
    for table, one in CELL_TABLES.items():
        store.execute(
            f"insert into release.history by name with last as (select section, item, month, "
            f"arg_max((n, low, high), released_at) as seen from release.history where measure = '{table}' "
            f"group by all), now as (select {one.section_sql} as section, {one.history_item.sql} as item, month, "
            f"n, low, high from release.{table} where coding is not null) "
            f"select '{table}' as measure, r.*, ?::timestamptz as released_at "
            f"from now r left join last l on l.section = r.section and l.item = r.item "
            f"and l.month is not distinct from r.month where l.seen is distinct from (r.n, r.low, r.high)",
            [release.released_at],
        )
