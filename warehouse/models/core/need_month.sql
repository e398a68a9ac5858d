-- grain: one need and one month that has begun
-- used by: every mart with a state
-- period: month
-- columns:
--   need: a tool's curve, printing, or one paper source
--   month: first of the month
--   state: incomplete if a working day up to now is missing, provisional if one may still change
--     or the month runs, final, none (no stream covers it, or none gave anything of it: it is unknown, not 0)
-- check: select 1 from core.need_month where state is null
-- check: select 1 from core.need_month group by need, month having count(*) > 1
with begun as (
    select month, bool_and(has_passed) as is_over
    from core.calendar
    group by month
    having bool_or(has_passed)
),
by_day as (
    select
        n.need,
        c.month,
        count(*) filter (where n.state = 'missing') as missing,
        count(*) filter (where n.state = 'provisional') as provisional,
        count(*) filter (where n.state = 'final') as final,
        count(*) filter (where n.state = 'none') as uncovered,
        count(*) filter (where n.is_read) as read,
    from core.need_day n
    join core.calendar c on c.day_on = n.day_on
    group by n.need, c.month
),
by_month as (
    select
        w.need,
        b.month,
        count(*) filter (
            where w.since <= last_day(b.month) and b.month <= coalesce(w.until, b.month) and b.is_over
            and coalesce(d.state, 'gap') not in ('final', 'provisional')
        ) as missing,
        count(*) filter (where d.state = 'provisional') as provisional,
        count(*) filter (where d.state = 'final') as final,
        0 as uncovered,
    from begun b
    cross join core.need w
    left join ledger.source_day d
        on d.source = w.source and d.stream = w.stream and d.day_on = b.month
    where w.grain = 'month'
    group by w.need, b.month
),
counted as (
    select need, month, missing, provisional, final, uncovered, read from by_day
    union all
    -- A book that was not handed in has no rows, and so no 0 to fear: it is incomplete.
    select need, month, missing, provisional, final, uncovered, missing + provisional + final as read from by_month
),
wanted as (
    select distinct need from core.need
)
select
    w.need,
    b.month,
    case
        when coalesce(sum(c.read), 0) = 0 then 'none'
        when sum(c.missing + c.uncovered) > 0 then 'incomplete'
        when sum(c.provisional) > 0 or not b.is_over then 'provisional'
        else 'final'
    end as state,
from begun b
cross join wanted w
left join counted c on c.need = w.need and c.month = b.month
group by w.need, b.month, b.is_over
