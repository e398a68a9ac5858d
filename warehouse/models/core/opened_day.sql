-- grain: one member of staff and one day on which they were the first of the staff to join an online meeting
-- period: day_on
-- adds: meetings, with_guests
-- columns:
--   staff: pseudonym
--   day_on: the day
--   meetings: online meetings that they joined before all other staff
--   with_guests: number of these with a guest from outside
-- check: select 1 from core.opened_day where with_guests > meetings or meetings <= 0
with joined as (
    select
        j.day_on,
        j.staff,
        a.section is not null as is_assigned,
        max(case when j.is_guest then 1 else 0 end) over (partition by j.meeting, j.day_on) as guests,
        row_number() over (
            partition by j.meeting, j.day_on
            order by case when a.section is null then 1 else 0 end, j.started_at, a.section, j.staff
        ) as place,
    from staging.attendance j
    left join core.assignment_day a on a.staff = j.staff and a.day_on = j.day_on
    where j.meeting is not null
)
select
    staff,
    day_on,
    count(*) as meetings,
    sum(guests)::bigint as with_guests,
from joined
where place = 1 and is_assigned
group by staff, day_on
