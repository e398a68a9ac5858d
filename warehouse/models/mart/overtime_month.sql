-- grain: one section (null: not known) and one month, from the book of overtime
-- period: month
-- columns:
--   section: the section
--   month: first of the month
--   hours: hours of overtime of all its people
--   people: how many of them had any; null if the book does not say
--   longest: hours of the one who had most; null if the book does not say
--   heads: people who were assigned on every working day, part of a month counted as part; null where nobody was
--   state: final, provisional or incomplete
-- check: select 1 from mart.overtime_month where hours < 0 or longest > hours or state is null
with sides as (
    select
        section,
        month,
        max(count) filter (where side = 'hours') as hours,
        max(count) filter (where side = 'people') as people,
        max(count) filter (where side = 'longest') as longest,
        case
            when bool_or(state = 'incomplete') then 'incomplete'
            when bool_and(state = 'final') then 'final'
            else 'provisional'
        end as state,
    from core.tally_month
    where pair = 'overtime'
    group by section, month
),
working as (
    select month, count(*) filter (where is_working_day) as days
    from core.calendar
    group by month
)
select
    o.section,
    o.month,
    o.hours,
    o.people::bigint as people,
    o.longest,
    s.assigned_days / nullif(w.days, 0) as heads,
    o.state,
from sides o
join working w on w.month = o.month
left join core.section_month s on s.section = o.section and s.month = o.month
where o.hours is not null
