-- grain: one source, one member of staff (null: not known) and one day with a print job
-- period: day_on
-- adds: jobs, sheets, impressions, derived, unknown
-- columns:
--   source: the source's name in the settings
--   staff: pseudonym; null where no person is known
--   day_on: the day
--   jobs: number of print jobs
--   sheets: sheets of paper of the jobs whose sheets are known; null if no job's are
--   impressions: printed sides of the jobs whose sides are known; null if no job's are
--   derived: number of jobs whose sheets were computed from the printed sides
--   unknown: number of jobs whose sheets are not known
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
