-- grain: one member of staff, one tool, one month with an active day since the launch
-- period: month
-- columns:
--   staff: pseudonym
--   tool: the tool, named by what staff do with it
--   month: first of the month
--   first_on: the first active day of that month, not before the launch
-- check: select 1 from core.first_use group by staff, tool, month having count(*) > 1
select
    u.staff,
    u.tool,
    c.month,
    min(u.day_on) as first_on,
from core.use_day u
join core.calendar c on c.day_on = u.day_on
cross join core.town t
where u.day_on >= t.launched_on
group by u.staff, u.tool, c.month
