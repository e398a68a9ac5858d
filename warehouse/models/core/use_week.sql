-- grain: one member of staff, one tool, one calendar week (Monday to Sunday) with a use
-- period: week_on
-- columns:
--   staff: pseudonym
--   tool: the tool, named by what staff do with it
--   week_on: the week's Monday
--   uses: number of uses
-- check: select 1 from core.use_week where uses <= 0
select u.staff, u.tool, c.week_on, sum(u.uses)::bigint as uses
from core.use_day u
join core.calendar c on c.day_on = u.day_on
group by u.staff, u.tool, c.week_on
