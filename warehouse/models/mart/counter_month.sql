-- grain: one source, one maker, one unit, one month: increases of devices' page counters, never summed across makers
-- period: month
-- looks back: the beginning
-- columns:
--   source: the source's name in the settings
--   maker: the printers' maker
--   unit: impressions or sheets
--   month: first of the month
--   printers: number of devices with a known increase
--   counted: increase of their counters since each one's first reading, in the unit; 0 where no increase is known
--   resets: number of unknown increases: the counter fell (a board or the whole device was replaced), rose by more than
--     a printer can print, or belongs to another serial number; counting continues from the new reading
--   state: final, provisional, incomplete (also for a reset) or none
-- check: select 1 from mart.counter_month where counted < 0 or state is null
with daily as (
    select source, printer, maker, unit, day_on, max(count) as count, max(device) as device
    from raw.counter
    group by source, printer, maker, unit, day_on
),
paired as (
    select
        source,
        printer,
        maker,
        unit,
        day_on,
        count,
        lag(count) over (partition by source, printer, unit order by day_on) as before,
        device,
        lag(device) over (partition by source, printer, unit order by day_on) as device_before,
        lag(day_on) over (partition by source, printer, unit order by day_on) as before_on,
    from daily
),
risen as (
    -- Counters have 32 bits. A counter that wrapped around rose by the difference modulo 2^32; one that fell for
    -- another reason appears to have risen by millions. The limit: no machine of a town hall prints more than 100 sides
    -- a minute without a pause, which is 144,000 a day.
    select
        source,
        printer,
        maker,
        unit,
        day_on,
        case
            -- Another serial number at this address is another device: the two counters cannot be compared.
            when device <> device_before then null
            when (count - before + 4294967296) % 4294967296 <= 144000 * (day_on - before_on)
                then (count - before + 4294967296) % 4294967296
        end as rise,
    from paired
    where before is not null
)
select
    r.source,
    r.maker,
    r.unit,
    c.month,
    count(distinct r.printer) filter (where r.rise is not null) as printers,
    coalesce(sum(r.rise), 0)::bigint as counted,
    count(*) filter (where r.rise is null) as resets,
    case
        when n.state in ('final', 'provisional') and count(*) filter (where r.rise is null) > 0
            then 'incomplete'
        else coalesce(n.state, 'none')
    end as state,
from risen r
join core.calendar c on c.day_on = r.day_on
left join core.requirement_month n on n.need = 'source ' || r.source and n.month = c.month
where c.has_passed
group by r.source, r.maker, r.unit, c.month, n.state
