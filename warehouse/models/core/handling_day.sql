-- grain: one member of staff and one day with a document handled in digital form
-- period: day_on
-- adds: handlings
-- columns:
--   staff: pseudonym
--   day_on: the day
--   handlings: distinct files handled that day, plus the vendor's own counts where it names no file
-- check: select 1 from core.handling_day where handlings <= 0
select
    staff,
    day_on,
    (count(distinct document) + coalesce(sum(uses) filter (where document is null), 0))::bigint as handlings,
from staging.use
where is_handling and staff is not null and uses > 0
group by staff, day_on
