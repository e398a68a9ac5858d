-- grain: one member of staff, one section, one tool, one month with an active day in that section
-- period: month
-- columns:
--   staff: pseudonym
--   section: the section on those days
--   tool: the tool, named by what staff do with it
--   month: first of the month
--   active_days: number of days with a use, working days or not
-- check: select 1 from core.active_month where active_days <= 0
select
    u.staff,
    a.section,
    u.tool,
    date_trunc('month', u.day_on)::date as month,
    count(*) as active_days,
from core.use_day u
join core.assignment_day a on a.staff = u.staff and a.day_on = u.day_on
group by u.staff, a.section, u.tool, date_trunc('month', u.day_on)::date
