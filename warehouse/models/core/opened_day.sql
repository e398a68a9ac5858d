-- grain: one member of staff and one day on which they were the first to join an online meeting
-- used by: warehouse/work_release.py, to see whether a section's meetings hang on one person
-- period: day_on
-- follows: 0 days
-- adds: meetings, with_guests
-- columns:
--   staff: pseudonym
--   day_on: the day
--   meetings: online meetings that they joined before everyone else of the staff
--   with_guests: of these, with a guest from outside
-- check: select 1 from core.opened_day where with_guests > meetings or meetings <= 0
with guest as (
    select meeting, day_on, bool_or(is_guest) as has_guest
    from staging.attendance
    where meeting is not null
    group by meeting, day_on
),
joined as (
    select
        j.meeting,
        j.day_on,
        j.staff,
        row_number() over (partition by j.meeting, j.day_on order by j.started_at, j.staff) as place,
    from staging.attendance j
    join core.assignment_day a on a.staff = j.staff and a.day_on = j.day_on
    where j.meeting is not null
)
select
    j.staff,
    j.day_on,
    count(*) as meetings,
    count(*) filter (where g.has_guest) as with_guests,
from joined j
join guest g on g.meeting = j.meeting and g.day_on = j.day_on
where j.place = 1
group by j.staff, j.day_on
