-- grain: one source, one member of staff (null: nobody known) and one day with a print job
-- period: day_on
-- adds: jobs, sheets, impressions, derived, unknown
-- columns:
--   source: the source's name in the settings
--   staff: pseudonym; null where no person is known
--   day_on: the day
--   jobs: print jobs
--   sheets: sheets of the jobs whose sheets are known; null if of none
--   impressions: printed sides of the jobs where they are known; null if of none
--   derived: jobs whose sheets were worked out from the sides
--   unknown: jobs whose sheets are not known
-- check: select 1 from core.print_day where jobs <= 0 or derived + unknown > jobs
select
    source,
    staff,
    day_on,
    sum(jobs)::bigint as jobs,
    sum(sheets)::bigint as sheets,
    sum(impressions)::bigint as impressions,
    coalesce(sum(jobs) filter (where quality = 'derived'), 0)::bigint as derived,
    coalesce(sum(jobs) filter (where quality = 'unknown'), 0)::bigint as unknown,
from staging.print_job
group by source, staff, day_on
