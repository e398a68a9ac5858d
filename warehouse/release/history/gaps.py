"""Which days of a need were missing when a month was shown, so that late arrivals for them can be recognised."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from warehouse.release.tables.publication_lines import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from warehouse.facts.store import Store


class Asked(NamedTuple):
    """The state of one need on one day."""

    is_whole: bool
    """Every required stream delivered all of the day."""
    is_read: bool
    """At least one stream delivered part of the day."""


_NOTHING = Asked(is_whole=False, is_read=False)
NeedDays = dict[str, dict["date", Asked]]
"""Need (`core.stream_requirement`; each print log is a need of its own) → day, working or not → its state."""

_ASKED = """
with asked as (
    select
        -- Each print log is a need of its own, because one of several may be missing.
        case when n.need = 'printing' then 'printing ' || n.source else n.need end as need,
        c.day_on,
        case
            when d.doubt = 'strangers' or (d.doubt is not null and d.rows = 0) then 'gap'
            else coalesce(d.state, 'gap')
        end as state,
    from core.calendar c
    join core.stream_requirement n on n.since <= c.day_on and c.day_on <= coalesce(n.until, c.day_on)
    left join ledger.source_day d
        on d.source = n.source and d.stream = n.stream
        and d.day_on = case when n.grain = 'month' then c.month else c.day_on end
    where list_contains(?::date[], c.month) and c.day_on < ?
)
select
    need,
    day_on,
    bool_and(state in ('final', 'provisional')),
    bool_or(state in ('final', 'provisional', 'incomplete')),
from asked
group by need, day_on
"""


def read_need_days(store: Store, months: Iterable[date], today: date) -> NeedDays:
    """Return the state of each need on each day of some months; empty for a warehouse without needs."""
    found: NeedDays = defaultdict(dict)
    there = "from duckdb_tables() where schema_name = 'core' and table_name = 'stream_requirement'"
    if (asked := sorted(set(months))) and store.rows(there):
        for need, day_on, is_whole, is_read in store.rows(_ASKED, [asked, today]):
            found[need][day_on] = Asked(is_whole, is_read)
    return found


def needs_of(line: str, needs: Iterable[str]) -> list[str]:
    """Return the needs that a line's numbers are based on."""
    kind = kind_of(line)
    return sorted(need for need in needs if kind.needs(line, need))


def gaps_of(line: str, month: date, days: NeedDays) -> dict[tuple[str, date], bool]:
    """Return (need, day) → whether part of it was read, for each incomplete day of a line's month."""
    return {
        (need, day_on): asked.is_read
        for need in needs_of(line, days)
        for day_on, asked in days[need].items()
        if day_on.replace(day=1) == month and not asked.is_whole
    }


def arrived_since(gaps: Mapping[tuple[str, date], bool], days: NeedDays) -> dict[str, list[date]]:
    """Return need → the days, in order, that were incomplete and are complete now."""
    found: dict[str, list[date]] = defaultdict(list)
    for need, day_on in sorted(gaps):
        if days.get(need, {}).get(day_on, _NOTHING).is_whole:
            found[need].append(day_on)
    return found
