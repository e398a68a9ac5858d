-- grain: one job that put something on paper
-- used by: core.print_day
-- kept: view
-- columns:
--   source: the source's name in the settings
--   kind: which connector it came through
--   day_on: the source-day
--   staff: pseudonym; null where the log or the roster does not say
--   printer: pseudonym of the device
--   impressions: printed sides over all copies; null if unknown
--   sheets: sheets of paper over all copies; null if unknown
--   quality: of the sheets: measured, derived or unknown
select
    source,
    kind,
    day_on,
    staff,
    printer,
    impressions,
    sheets,
    case when sheets is null then 'unknown' else coalesce(quality, 'unknown') end as quality,
from raw.print_job
