-- grain: one metric input and one month that has begun
-- period: month
-- columns:
--   need: the metric input: a tool's use, printing (all print logs), or one paper source
--   month: first of the month
--   state: incomplete if a past working day is missing; provisional if one may still change or the month is not over;
--     else final; none if no stream covers the month or delivered any of it (unknown, not 0)
-- check: select 1 from core.requirement_month where state is null
-- check: select 1 from core.requirement_month group by need, month having count(*) > 1
with begun as (
    select month, bool_and(has_passed) as is_over
    from core.calendar
    group by month
    having bool_or(has_passed)
),
line as (
    select
        need,
        date_trunc('month', day_on)::date as month,
        case when state in ('missing', 'none') then 1 else 0 end as lacking,
        case when state = 'provisional' then 1 else 0 end as provisional,
        case when is_read then 1 else 0 end as read,
    from core.requirement_day
    union all
    -- Streams that file by month, and one line for every need. A missing book has no rows and cannot be mistaken for
    -- 0, so its month is incomplete, not none.
    select
        w.need,
        b.month,
        case
            when
                w.grain = 'month' and b.is_over
                and w.since <= last_day(b.month) and b.month <= coalesce(w.until, b.month)
                and coalesce(d.state, 'gap') not in ('final', 'provisional')
                then 1
            else 0
        end as lacking,
        case when d.state = 'provisional' then 1 else 0 end as provisional,
        case
            when d.state in ('final', 'provisional') then 1
            when
                w.grain = 'month' and b.is_over
                and w.since <= last_day(b.month) and b.month <= coalesce(w.until, b.month)
                then 1
            else 0
        end as read,
    from begun b
    cross join core.stream_requirement w
    left join ledger.source_day d
        on w.grain = 'month' and d.source = w.source and d.stream = w.stream and d.day_on = b.month
)
select
    l.need,
    l.month,
    case
        when sum(l.read) = 0 then 'none'
        when sum(l.lacking) > 0 then 'incomplete'
        when sum(l.provisional) > 0 or not b.is_over then 'provisional'
        else 'final'
    end as state,
from line l
join begun b on b.month = l.month
group by l.need, l.month, b.is_over
