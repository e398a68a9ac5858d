-- grain: one online meeting on one day with a member of staff in it
-- used by: mart.paper_digital_month, mart.outside_month
-- period: day_on
-- follows: 0 days
-- adds: guests
-- columns:
--   meeting: pseudonym of the meeting
--   day_on: the day
--   section: the section of the member of staff who joined first, so that a meeting counts in one section
--   guests: connections from outside the town hall
-- check: select 1 from core.meeting group by meeting, day_on having count(*) > 1
with guest as (
    select meeting, day_on, count(*) filter (where is_guest) as guests
    from staging.attendance
    where meeting is not null
    group by meeting, day_on
),
opened as (
    select
        j.meeting,
        j.day_on,
        a.section,
        row_number() over (partition by j.meeting, j.day_on order by j.started_at, j.staff) as place,
    from staging.attendance j
    join core.assignment_day a on a.staff = j.staff and a.day_on = j.day_on
    where j.meeting is not null
)
select o.meeting, o.day_on, o.section, g.guests
from opened o
join guest g on g.meeting = o.meeting and g.day_on = o.day_on
where o.place = 1
