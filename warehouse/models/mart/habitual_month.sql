-- grain: one section, one tool, one month in which a whole week ended
-- period: month
-- looks back: 1 month
-- columns:
--   section: the section on the Sunday of the month's last whole week
--   tool: the tool, named by what staff do with it
--   month: the month in which that Sunday lies
--   habitual: people active in at least 9 of the last 12 weeks; null before 12 weeks are measured
--   measured: people with 12 measured weeks
--   state: final, provisional, incomplete or none (測定前)
-- check: select 1 from mart.habitual_month where habitual > measured or state is null
with week as (
    select c.month, max(c.week_on) as week_on
    from core.calendar c
    where c.day_on = c.week_on + 6 and c.has_passed
    group by c.month
)
select
    s.section,
    s.tool,
    w.month,
    case when count(s.segment) > 0 then count(*) filter (where s.is_habitual) end as habitual,
    count(s.segment) as measured,
    case
        when count(s.segment) = 0 then 'none'
        when n.state = 'final' and not m.is_over then 'provisional'
        else coalesce(n.state, 'none')
    end as state,
from week w
join core.month m on m.month = w.month
join core.staff_week s on s.week_on = w.week_on
left join core.requirement_week n on n.tool = s.tool and n.week_on = s.week_on
group by s.section, s.tool, w.month, n.state, m.is_over
