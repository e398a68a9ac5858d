-- grain: one job that printed on paper, or one person's jobs of a day where the vendor counts by day
-- kept: view
-- columns:
--   source: the source's name in the settings
--   kind: the connector
--   day_on: the source-day
--   staff: pseudonym; null where the log or the roster does not name the person
--   printer: pseudonym of the device
--   impressions: printed sides over all copies; null if unknown
--   sheets: sheets of paper over all copies; null if unknown
--   quality: of the sheets: measured, derived or unknown
--   jobs: number of jobs
select
    r.source,
    r.kind,
    r.day_on,
    r.staff,
    r.printer,
    r.impressions,
    r.sheets,
    case when r.sheets is null then 'unknown' else coalesce(r.quality, 'unknown') end as quality,
    coalesce(r.jobs, 1) as jobs,
from raw.print_job r
left join staging.unexplained x on x.source = r.source and x.stream = r.stream and x.day_on = r.day_on
where x.source is null
