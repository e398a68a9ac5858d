-- grain: one member of staff and one day with a use whose time is known
-- period: day_on
-- adds: uses, uses_out_of_hours
-- columns:
--   staff: pseudonym
--   day_on: the day
--   uses: number of uses whose time is known
--   uses_out_of_hours: number of these before 8:30, from 17:15 on, or on a day that is not a working day
-- check: select 1 from core.hours_day where uses_out_of_hours > uses
with timed as (
    select staff, day_on, occurred_at at time zone 'Asia/Tokyo' as local_at, uses
    from staging.use
    where is_use and staff is not null and occurred_at is not null and uses > 0
    union all
    select staff, day_on, min(started_at) at time zone 'Asia/Tokyo' as local_at, 1 as uses
    from staging.attendance
    where staff is not null and meeting is not null and started_at is not null
    group by staff, day_on, meeting
),
minute as (
    select staff, day_on, uses, extract(hour from local_at) * 60 + extract(minute from local_at) as minute
    from timed
)
select
    m.staff,
    m.day_on,
    sum(m.uses)::bigint as uses,
    coalesce(sum(m.uses) filter (where m.minute < 510 or m.minute >= 1035 or not c.is_working_day), 0)::bigint as uses_out_of_hours,
from minute m
join core.calendar c on c.day_on = m.day_on
group by m.staff, m.day_on
