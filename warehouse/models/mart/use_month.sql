-- grain: one section, one tool, one month
-- period: month
-- columns:
--   section: the section
--   tool: the tool, named by what staff do with it
--   month: first of the month
--   active_days: staff × working days on which the tool was used, in person-days; null if no day is known or no stream
--     covers the section
--   assigned_days: staff × working days on which use is known, in person-days; null if none
--   state: final, provisional, incomplete or none
-- check: select 1 from mart.use_month where active_days > assigned_days or active_days < 0
-- check: select 1 from mart.use_month where state is null or section is null
-- check: select 1 from mart.use_month where state = 'none' and active_days is not null
with known as (
    select need as tool, day_on
    from core.requirement_day
    where state in ('final', 'provisional') and need in (select known.tool from core.tool known)
),
counted as (
    select
        a.section,
        k.tool,
        date_trunc('month', k.day_on)::date as month,
        count(u.staff) as active_days,
        count(*) as assigned_days,
    from known k
    join core.assignment_day a on a.day_on = k.day_on
    left join core.use_day u on u.staff = a.staff and u.tool = k.tool and u.day_on = k.day_on
    group by a.section, k.tool, date_trunc('month', k.day_on)::date
)
select
    s.section,
    n.need as tool,
    s.month,
    case when x.section is null then k.active_days end as active_days,
    case when x.section is null then k.assigned_days end as assigned_days,
    case when x.section is null then n.state else 'none' end as state,
from core.section_month s
join core.requirement_month n on n.month = s.month
join core.tool t on t.tool = n.need
left join core.uncovered_month x on x.section = s.section and x.need = n.need and x.month = s.month
left join counted k on k.section = s.section and k.tool = n.need and k.month = s.month
