-- grain: one member of staff and one day on which an online meeting was joined
-- period: day_on
-- adds: seconds
-- columns:
--   staff: pseudonym
--   day_on: the day of joining
--   seconds: seconds in meetings; overlapping meetings and rejoins count once
-- check: select 1 from core.meeting_day where seconds < 0
with reached as (
    select
        staff,
        day_on,
        started_at,
        ended_at,
        max(ended_at) over (
            partition by staff, day_on
            order by started_at, ended_at
            rows between unbounded preceding and 1 preceding
        ) as reached_at,
    from staging.attendance
    where staff is not null and ended_at > started_at
),
added as (
    select
        staff,
        day_on,
        case when reached_at > started_at then reached_at else started_at end as from_at,
        ended_at,
    from reached
    where reached_at is null or ended_at > reached_at
)
select
    staff,
    day_on,
    sum(date_diff('second', date_trunc('second', from_at), date_trunc('second', ended_at)))::bigint as seconds,
from added
group by staff, day_on
