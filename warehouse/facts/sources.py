"""Registers which streams the settings ask of each source, from which day and until when. It reads no source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.io.logs.unrecognised import Unrecognised

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from connectors.contract.streams import Stream
    from warehouse.facts.store import Store


def register_source(
    store: Store,
    name: str,
    kind: str,
    streams: Sequence[Stream],
    since: Mapping[str, date],
    *,
    today: date,
    sections: Sequence[str] | None = None,
) -> None:
    """Note which streams the settings ask of a source; end those that they no longer name.

    Args:
        store: the warehouse.
        name: the source's name in the settings.
        kind: the connector.
        streams: the streams that the settings ask for.
        since: stream → the first day to read.
        today: the day noted for a stream that is new in the settings.
        sections: the sections whose use the source covers; None if the settings do not say.
    """
    asked = "from ledger.source where source = ? and until is null order by stream"
    noted = dict(store.rows(f"select stream, noted_on {asked}", [name]))
    told_of = None if sections is None else sorted(sections)
    wanted = []
    for one in sorted(streams, key=lambda one: one.name):
        tools = list(one.tools) if one.counts is None else [one.counts]
        asked_for = (one.name, one.shape.name, tools, since[one.name], one.grain)
        wanted.append((name, kind, *asked_for, None, told_of, noted.get(one.name, today)))
    with store.transaction():
        if store.rows(asked, [name]) != wanted:
            names = [one.name for one in streams]
            _retire(store, "source = ? and not list_contains(?::text[], stream)", [name, names])
            store.execute(
                "delete from ledger.source where source = ? and list_contains(?::text[], stream)",
                [name, names],
            )
            store.append("ledger.source", wanted)


def note_unrecognised(store: Store, source: str, stream: str, counts: Unrecognised) -> None:
    """Note which lines of a stream's logs could not be parsed at the last reading; drop the note if all could.

    Args:
        store: the warehouse.
        source: the source's name in the settings.
        stream: the stream's name.
        counts: the counts of lines and the form of the first.
    """
    of_stream = "source = ? and stream = ?"
    wanted = [(source, stream, *counts)] if counts.lines else []
    noted = store.rows(f"from ledger.unrecognised where {of_stream}", [source, stream])
    if noted == wanted:
        return
    with store.transaction():
        store.execute(f"delete from ledger.unrecognised where {of_stream}", [source, stream])
        store.append("ledger.unrecognised", wanted)


def read_unrecognised(store: Store) -> dict[tuple[str, str], Unrecognised]:
    """Return (source, stream) → its unparsed log lines; empty in a warehouse of a version without that table."""
    there = "from duckdb_tables() where schema_name = 'ledger' and table_name = 'unrecognised'"
    if not store.rows(there):
        return {}
    return {
        (source, stream): Unrecognised(*counts)
        for source, stream, *counts in store.rows("from ledger.unrecognised")
    }


def retire_sources(store: Store, kept: Collection[str]) -> tuple[str, ...]:
    """End all sources that the settings no longer name; return their names.

    Their facts stay, and so does their part in past months: a town that changes its vendor keeps its adoption
    curve, and no later month waits for the old source.
    """
    asked = store.rows("select distinct source from ledger.source where until is null order by 1")
    gone = [str(name) for (name,) in asked if name not in kept]
    if gone:
        with store.transaction():
            _retire(store, "list_contains(?::text[], source)", [gone])
    return tuple(gone)


def _retire(store: Store, which: str, parameters: Sequence[object]) -> None:
    """End streams on their last day in the ledger; delete those without any day."""
    store.execute(
        "update ledger.source as s set until = (select max(d.day_on) from ledger.source_day d"
        f" where d.source = s.source and d.stream = s.stream) where until is null and {which}",
        parameters,
    )
    store.execute(f"delete from ledger.source where until is null and {which}", parameters)


def read_match_shares(store: Store) -> tuple[tuple[str, float], ...]:
    """Return, for each source with rows, the share of rows (0 to 1) that match a line of the roster."""
    rows = store.rows(
        "select source, 1 - sum(unmatched) / sum(rows) from ledger.source_day "
        "group by source having sum(rows) > 0 order by source"
    )
    return tuple((str(source), float(share)) for source, share in rows)


def read_source_changes(store: Store, as_of: date) -> list[dict[str, object]]:
    """Return one row per source that ended, or began for a tool that an earlier source covers, up to `as_of`."""
    columns = ("source", "kind", "tools", "day_on", "change")
    changes = store.rows(
        "with told as (select source, any_value(kind) as kind, min(since) as since, "
        "case when count(*) = count(until) then max(until) end as until, "
        "list_sort(list_distinct(flatten(list(tools)))) as tools "
        "from ledger.source group by source) "
        "select source, kind, tools, until, 'ended' from told where until is not null and until <= ? "
        "union all select source, kind, tools, since, 'began' from told t where since <= ? and exists "
        "(from told o where o.source <> t.source and o.since < t.since and list_has_any(o.tools, t.tools))",
        [as_of, as_of],
    )
    return [
        dict(
            zip(columns, (source, kind, ",".join(tools or ()) or None, day_on, change), strict=True)
        )
        for source, kind, tools, day_on, change in changes
    ]
