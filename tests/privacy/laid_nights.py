"""One night of a town: lays what is known into a warehouse, with work, meetings and days that are missing, and exports.

Everything beside use, activation, habits and paper follows from who used which tool on which day, by fixed rules,
so that the truth of each cell is at hand.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from dashboards.export import write_csv
from tests.privacy.laid_habits import lay_habits
from tests.privacy.laid_marts import lay
from tests.privacy.late_knowledge import ADDED
from warehouse.release.cut import cut_release
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from pathlib import Path

    from tests.privacy.late_knowledge import Known
    from warehouse.facts.store import Store

_USED = pa.schema([("tool", pa.string()), ("staff", pa.string()), ("day_on", pa.date32())])
_PLACED = "join core.assignment_day a using (staff, day_on) join core.calendar c using (day_on)"
_STATE = "case when month in (select date_trunc('month', day_on)::date from gone) then 'incomplete' else 'final' end"
_OVERTIME = "30 * (hash(day_on, staff, tool) % 5)::bigint"
_SECONDS = "1800 * (1 + hash(staff, day_on) % 4)::bigint"
_WORK = f"""
create or replace table core.hours_day as
select staff, day_on, 4 * count(*) as uses, count(*) filter (where hash(staff, day_on) % 3 = 0) as uses_out_of_hours
from used group by all;
create or replace table core.meeting_day as
select staff, day_on, {_SECONDS} as seconds from used where tool = '{ADDED}';
create or replace table core.opened_day as
select staff, day_on, 1 as meetings, (hash(day_on, staff) % 2)::int as with_guests from used where tool = '{ADDED}';
create or replace table mart.work_month as
with done as (
    select a.section, c.month, sum(h.uses)::bigint as uses, sum(h.uses_out_of_hours)::bigint as uses_out_of_hours,
        sum(m.seconds) / 60.0 as meeting_minutes
    from core.hours_day h left join core.meeting_day m using (staff, day_on) {_PLACED} group by all
), there as (select section, month, count(*) as assigned_days from core.assignment_day join core.calendar using (day_on) group by all)
select t.section, t.month, coalesce(uses, 0) as uses, coalesce(uses_out_of_hours, 0) as uses_out_of_hours,
    case when exists (from core.opened_day) then coalesce(meeting_minutes, 0) end as meeting_minutes,
    assigned_days, {_STATE.replace("month in", "t.month in")} as state
from there t left join done d on d.section = t.section and d.month = t.month;
create or replace table mart.outside_month as
with met as (
    select section, month, sum(meetings)::bigint as online_meetings, sum(with_guests)::bigint as with_guests
    from core.opened_day {_PLACED} group by all
)
select w.section, w.month, coalesce(online_meetings, 0) as online_meetings, coalesce(with_guests, 0) as with_guests, w.state
from mart.work_month w left join met m on m.section = w.section and m.month = w.month where w.meeting_minutes is not null;
insert into mart.paper_digital_month by name
select section, 'meetings' as pair, month, state, online_meetings::double as digital, 7.0 as paper, null as ratio
from mart.outside_month;
create or replace table mart.overtime_month as
with own as (
    select section, month, staff, sum({_OVERTIME}) as minutes from used {_PLACED} group by all
), days as (select month, count(*) filter (where is_working_day) as days from core.calendar group by month)
select w.section, w.month, coalesce(sum(minutes), 0) / 60.0 as hours, count(*) filter (where minutes > 0) as people,
    coalesce(max(minutes), 0) / 60.0 as longest, any_value(w.assigned_days) / any_value(d.days) as heads, 'final' as state
from mart.work_month w join days d using (month)
left join own o on o.section = w.section and o.month = w.month group by w.section, w.month;
create or replace table mart.breadth_month as
with used_in as (select distinct section, month, staff, tool from used {_PLACED})
select w.section, w.month, count(distinct staff) as active_staff, count(staff) as tools_used, w.state
from mart.work_month w left join used_in u on u.section = w.section and u.month = w.month group by all;
"""
_MISSING = f"""
update mart.use_month set state = {_STATE};
update mart.activation_month set state = {_STATE};
update mart.habitual_month set state = case when state = 'none' then 'none' else {_STATE} end;
update mart.paper_month set state = {_STATE};
update mart.paper_digital_month set state = {_STATE};
delete from core.requirement_day where day_on in (from gone);
update mart.use_month u set assigned_days = (
    select count(*) from core.assignment_day a join core.requirement_day n on n.day_on = a.day_on and n.need = u.tool
    where a.section = u.section and date_trunc('month', a.day_on) = u.month
);
"""
_ASKED = f"""
create or replace table core.stream_requirement as
select need, source, 'rows' as stream, ?::date as since, 'day' as grain, null::date as until
from (values ('files', 'files-log'), ('{ADDED}', '{ADDED}-log'), ('printing', 'printers'), ('source printers', 'printers'))
    as needs(need, source);
delete from ledger.source_day where stream = 'rows';
insert into ledger.source_day by name
select distinct source, stream, day_on, 'final' as state, 0 as rows, 0 as unmatched
from core.stream_requirement, core.calendar where day_on not in (from gone);
"""
_COUNTED = f"""
create or replace table mart.section_use_month as
select a.section, '{ADDED}' as tool, 'vendor' as source, c.month, null::bigint as uses, count(*) as person_days,
    count(distinct day_on) as days, {_STATE.replace("month in", "c.month in")} as state
from counted {_PLACED} group by a.section, c.month;
"""


_LISTED = """
create or replace table core.section_path as
select distinct section, section as becomes, date '2000-01-01' as from_on, date '2100-01-01' as to_on from raw.assignment;
create or replace table core.town as
select date '{today}' as today, date '2030-03-31' as closing_on, date '2024-04-01' as base_from, date '2025-03-31' as base_to,
    2024 as paper_base_year, 0.5 as paper_ratio, 1.0 as yen_per_sheet, 1.0 as grams_per_sheet, 1.0 as co2_grams_per_sheet,
    1.0 as sheets_per_tree, 'x' as yen_source, 'x' as grams_source, 'x' as co2_source, 'x' as tree_source
"""


def publish(store: Store, known: Known, folder: Path, *, is_draft: bool = False) -> None:
    """Lay what is known on a night, cut the release and write its CSV into a folder.

    Raises:
        ReleaseRefused: the gate lets nothing out this night.
    """
    town, night = known.town, known.night
    lay(town, store, night)
    lay_habits(town, store, night)
    used = [(tool, *use) for tool, uses in town.uses.items() for use in uses if use[1] < night]
    columns = list(zip(*sorted(used), strict=True)) or [[], [], []]
    with (
        store.registered("used", pa.table([pa.array(one) for one in columns], schema=_USED)),
        store.registered(
            "gone", pa.table({"day_on": pa.array(sorted(known.missing), pa.date32())})
        ),
    ):
        for one in [*_MISSING.split(";"), *_WORK.split(";"), *_ASKED.split(";")]:
            if one.strip():
                store.execute(one.replace("?", f"'{town.months[0]}'"))
        if known.counted:
            rows = [{"staff": staff, "day_on": day} for staff, day in known.counted if day < night]
            with store.registered("counted", pa.Table.from_pylist(rows)):
                store.execute(_COUNTED)
    _lay_trainings(known, store)
    at = datetime(night.year, night.month, night.day, tzinfo=UTC)
    told = Town("町", town.months[0], 4)
    write_csv(cut_release(store, town=told, today=night, released_at=at, is_draft=is_draft), folder)


def meeting_minutes(attended: Collection[tuple[str, date]]) -> int:
    """Return how long the meetings of some people's days were."""
    if not attended:
        return 0
    rows = [{"staff": staff, "day_on": day_on} for staff, day_on in attended]
    with duckdb.connect() as own:
        own.register("attended", pa.Table.from_pylist(rows))
        found = own.execute(f"select sum({_SECONDS})::bigint from attended").fetchall()
    return int(found[0][0]) // 60


def overtime_minutes(used: Collection[tuple[str, str, date]]) -> int:
    """Return the overtime of (tool, staff, day): the book states it by section, and is final from the first night."""
    if not used:
        return 0
    rows = [{"tool": tool, "staff": staff, "day_on": day_on} for tool, staff, day_on in used]
    with duckdb.connect() as own:
        own.register("used", pa.Table.from_pylist(rows))
        found = own.execute(f"select sum({_OVERTIME})::bigint from used").fetchall()
    return int(found[0][0])


def _lay_trainings(known: Known, store: Store) -> None:
    """Lay the book of trainings and what lists it; every section stays itself, whatever is merged."""
    schema = pa.schema([
        ("training", pa.string()), ("section", pa.string()), ("tool", pa.string()), ("day_on", pa.date32()),
        ("attended", pa.int32()),
    ])  # fmt: skip
    rows = [{**vars(one), "tool": None} for one in sorted(known.book, key=repr)]
    with store.registered("booked", pa.Table.from_pylist(rows, schema=schema)):
        store.execute("create or replace table core.training as from booked where attended > 0")
    for one in _LISTED.format(today=known.night).split(";"):
        store.execute(one)
