-- grain: one section, one tool, one month since the launch
-- period: month
-- looks back: the beginning
-- columns:
--   section: the section
--   tool: the tool, named by what staff do with it
--   month: first of the month
--   activated: number of `assigned` people with an active day since the launch; null before the first stream and where
--     no stream covers the section
--   assigned: number of people assigned on the month's last day, or yesterday while the month runs
--   state: final, provisional, incomplete or none
-- check: select 1 from mart.activation_month where activated > assigned or activated < 0
-- check: select 1 from mart.activation_month where state is null or section is null
with closing as (
    select a.staff, a.section, s.month, s.closing_on
    from core.section_month s
    join core.assignment_day a on a.section = s.section and a.day_on = s.closing_on
    cross join core.town t
    where s.closing_on >= t.launched_on
),
begun as (
    select staff, tool, min(first_on) as first_on
    from core.first_use
    group by staff, tool
)
select
    c.section,
    n.need as tool,
    c.month,
    case
        when n.state <> 'none' and x.section is null then count(*) filter (where b.first_on <= c.closing_on)
    end as activated,
    count(*) as assigned,
    case when x.section is null then n.state else 'none' end as state,
from closing c
join core.requirement_month n on n.month = c.month
join core.tool t on t.tool = n.need
left join core.uncovered_month x on x.section = c.section and x.need = n.need and x.month = c.month
left join begun b on b.staff = c.staff and b.tool = n.need
group by c.section, n.need, c.month, n.state, x.section
