-- grain: one member of staff, one tool, one week whose 12-week window holds a week without a stream for their section
-- period: week_on
-- looks back: 3 months
-- columns:
--   staff: pseudonym
--   tool: the tool, named by what staff do with it
--   week_on: the week's Monday
--   absent_on: Monday of the window's latest week without a measurement: no stream covered the section of its Sunday
-- check: select 1 from core.absent_week group by staff, tool, week_on having count(*) > 1
-- check: select 1 from core.absent_week where absent_on > week_on
with sunday as (
    select a.staff, a.section, c.week_on
    from core.calendar c
    cross join core.town t
    join core.assignment_day a on a.day_on = c.week_on + 6
    where c.day_on = c.week_on and c.week_on + 6 < t.today
),
absent as (
    select s.staff, x.need as tool, s.week_on
    from sunday s
    join core.uncovered_month x
        on
            x.section = s.section
            and x.month in (date_trunc('month', s.week_on)::date, date_trunc('month', s.week_on + 6)::date)
    where x.need in (select known.tool from core.tool known)
    group by s.staff, x.need, s.week_on
)
select s.staff, a.tool, s.week_on, max(a.week_on) as absent_on
from sunday s
join absent a on a.staff = s.staff and a.week_on between s.week_on - 77 and s.week_on
group by s.staff, a.tool, s.week_on
