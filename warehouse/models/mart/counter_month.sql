-- grain: one source, one maker, one unit, one month: differences of life counters, never summed across makers
-- used by: release.counter_month
-- period: month
-- reach: 0..later
-- only with: raw.counter where day_on >= reads_from
-- columns:
--   source: the source's name in the settings
--   maker: the printers' maker
--   unit: impressions or sheets
--   month: first of the month
--   printers: devices with two readings, so with a difference
--   counted: what their counters rose by, after the first reading of each
--   resets: how often a counter fell back; what it shows afterwards is counted from 0
--   state: final, provisional, incomplete or none
-- check: select 1 from mart.counter_month where counted < 0 or state is null
with daily as (
    select source, printer, maker, unit, day_on, max(count) as count
    from raw.counter
    group by source, printer, maker, unit, day_on
),
risen as (
    select
        source,
        printer,
        maker,
        unit,
        day_on,
        count,
        lag(count) over (partition by source, printer, unit order by day_on) as before,
    from daily
)
select
    r.source,
    r.maker,
    r.unit,
    c.month,
    count(distinct r.printer) as printers,
    sum(case when r.count >= r.before then r.count - r.before else r.count end)::bigint as counted,
    count(*) filter (where r.count < r.before) as resets,
    coalesce(n.state, 'none') as state,
from risen r
join core.calendar c on c.day_on = r.day_on
left join core.need_month n on n.need = 'source ' || r.source and n.month = c.month
where r.before is not null and c.has_passed
group by r.source, r.maker, r.unit, c.month, n.state
