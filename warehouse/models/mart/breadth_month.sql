-- grain: one section and one month
-- period: month
-- columns:
--   section: the section
--   month: first of the month
--   active_staff: number of people with a use of any tool; null before any tool is measured
--   tools_used: sum over those people of the number of different tools each used
--   breadth: tools_used / active_staff: tools used per active person
--   state: the worst state of the tools that are measured
-- check: select 1 from mart.breadth_month where breadth > 5 or breadth < 1 or state is null
with used as (
    select section, month, count(distinct staff) as active_staff, count(*) as tools_used
    from core.active_month
    group by section, month
)
select
    s.section,
    s.month,
    case when s.state <> 'none' then coalesce(u.active_staff, 0) end as active_staff,
    case when s.state <> 'none' then coalesce(u.tools_used, 0) end as tools_used,
    u.tools_used::double / nullif(u.active_staff, 0) as breadth,
    s.state,
from mart.work_month s
left join used u on u.section = s.section and u.month = s.month
