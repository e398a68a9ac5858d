"""Which streams the settings ask of each source, from which day and until when."""

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
    """Note which streams the settings ask of a source.

    Args:
        store: the warehouse.
        name: the source's name in the settings.
        kind: which connector it is.
        streams: the streams.
        since: stream → the first day.
        today: noted for a stream that was not asked for before.
        sections: whose use it tells of; None: nobody has said.
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


def note_unrecognised(store: Store, source: str, stream: str, told: Unrecognised) -> None:
    """Note what of a stream's logs was not understood when they were last read; nothing, if all of it was."""
    of_stream = "source = ? and stream = ?"
    wanted = [(source, stream, *told)] if told.lines else []
    noted = store.rows(f"from ledger.unrecognised where {of_stream}", [source, stream])
    if noted == wanted:
        return
    with store.transaction():
        store.execute(f"delete from ledger.unrecognised where {of_stream}", [source, stream])
        store.append("ledger.unrecognised", wanted)


def read_unrecognised(store: Store) -> dict[tuple[str, str], Unrecognised]:
    """Return (source, stream) → what of its logs is not understood; empty for a warehouse that knows no such table."""
    there = "from duckdb_tables() where schema_name = 'ledger' and table_name = 'unrecognised'"
    if not store.rows(there):
        return {}
    return {
        (source, stream): Unrecognised(*told)
        for source, stream, *told in store.rows("from ledger.unrecognised")
    }


def retire_sources(store: Store, kept: Collection[str]) -> tuple[str, ...]:
    """Note that sources which the settings no longer name are not asked any more; return them.

    What they told stays, and so does every month they took part in: a town that changes its vendor
    keeps its curve, and no later month waits for the old one.
    """
    asked = store.rows("select distinct source from ledger.source where until is null order by 1")
    gone = [str(name) for (name,) in asked if name not in kept]
    if gone:
        with store.transaction():
            _retire(store, "list_contains(?::text[], source)", [gone])
    return tuple(gone)


def _retire(store: Store, which: str, parameters: Sequence[object]) -> None:
    """End streams with the last day the ledger knows of them; those it knows nothing of go."""
    store.execute(
        "update ledger.source as s set until = (select max(d.day_on) from ledger.source_day d"
        f" where d.source = s.source and d.stream = s.stream) where until is null and {which}",
        parameters,
    )
    store.execute(f"delete from ledger.source where until is null and {which}", parameters)


def read_match_shares(store: Store) -> tuple[tuple[str, float], ...]:
    """Return for each source with rows which share of them a roster line explains."""
    rows = store.rows(
        "select source, 1 - sum(unmatched) / sum(rows) from ledger.source_day "
        "group by source having sum(rows) > 0 order by source"
    )
    return tuple((str(source), float(share)) for source, share in rows)


def read_source_changes(store: Store, as_of: date) -> list[dict[str, object]]:
    """Return on which days a source ended, or one began of what another told of before."""
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
