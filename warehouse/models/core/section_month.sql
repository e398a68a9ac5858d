-- grain: one section and one month in which somebody was assigned to it
-- period: month
-- columns:
--   section: the section
--   month: first of the month
--   assigned_days: staff × working days that have passed, in person-days
--   closing_on: the last day of the month, or yesterday while the month runs
--   staff: number of people assigned on closing_on
-- check: select 1 from core.section_month group by section, month having count(*) > 1
select
    a.section,
    c.month,
    count(*) filter (where c.is_working_day) as assigned_days,
    m.closing_on,
    count(*) filter (where a.day_on = m.closing_on) as staff,
from core.assignment_day a
join core.calendar c on c.day_on = a.day_on
join (
    select month, max(day_on) as closing_on
    from core.calendar
    where has_passed
    group by month
) m on m.month = c.month
group by a.section, c.month, m.closing_on
