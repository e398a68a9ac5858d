-- grain: one member of staff, one tool, one active day
-- period: day_on
-- adds: uses
-- columns:
--   staff: pseudonym
--   tool: the tool, named by what staff do with it
--   day_on: the day
--   uses: number of uses; a meeting counts once, rejoins included
-- check: select 1 from core.use_day where uses <= 0 or staff is null
-- check: select 1 from core.use_day group by staff, tool, day_on having count(*) > 1
with found as (
    select staff, tool, day_on, sum(uses)::bigint as uses
    from staging.use
    where is_use and staff is not null and uses > 0
    group by staff, tool, day_on
    union all
    select staff, 'meetings' as tool, day_on, count(distinct meeting) as uses
    from staging.attendance
    where staff is not null and meeting is not null
    group by staff, day_on
)
select staff, tool, day_on, sum(uses)::bigint as uses
from found
group by staff, tool, day_on
