-- grain: one online meeting on one day with a member of staff in it
-- period: day_on
-- adds: guests
-- settles: section
-- columns:
--   meeting: pseudonym of the meeting
--   day_on: the day
--   section: the section of the member of staff who joined first, so that a meeting counts in one section; of two who
--     joined in the same second, the section with the lower code (pseudonyms change with the key)
--   guests: connections from outside the town hall
-- check: select 1 from core.meeting group by meeting, day_on having count(*) > 1
with joined as (
    select
        j.meeting,
        j.day_on,
        a.section,
        sum(case when j.is_guest then 1 else 0 end) over (partition by j.meeting, j.day_on)::bigint as guests,
        row_number() over (
            partition by j.meeting, j.day_on
            order by case when a.section is null then 1 else 0 end, j.started_at, a.section, j.staff
        ) as place,
    from staging.attendance j
    left join core.assignment_day a on a.staff = j.staff and a.day_on = j.day_on
    where j.meeting is not null
)
select meeting, day_on, section, guests
from joined
where place = 1 and section is not null
