-- grain: one section, one tool, one whole week, one segment with somebody in it
-- period: week_on
-- columns:
--   section: the section on the week's Sunday
--   tool: the tool, named by what staff do with it
--   week_on: the week's Monday
--   segment: power, habitual, novice, low or none; null (測定前) before 12 weeks are measured
--   staff: number of people
--   state: final, provisional or incomplete, over the 12 weeks
-- check: select 1 from mart.segment_week where staff <= 0 or state is null
select
    s.section,
    s.tool,
    s.week_on,
    s.segment,
    count(*) as staff,
    coalesce(n.state, 'none') as state,
from core.staff_week s
left join core.requirement_week n on n.tool = s.tool and n.week_on = s.week_on
group by s.section, s.tool, s.week_on, s.segment, n.state
