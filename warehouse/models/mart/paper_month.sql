-- grain: one section (null: not known, counted in the whole town hall alone), one month, one source
-- period: month
-- closes: kind = 'printed'
-- columns:
--   section: the section; null for jobs of no known person and purchases of no known section
--   month: first of the month
--   source: the source's name in the settings
--   kind: bought or printed
--   sheets: sheets of paper; null if not known
--   impressions: printed sides; null if not known
--   quality: of the sheets: measured, derived (computed from the printed sides), unknown (for some jobs or all)
--   state: final, provisional, incomplete or none
-- check: select 1 from mart.paper_month where state is null or quality is null
-- check: select 1 from mart.paper_month where sheets < 0 or impressions < 0
-- check: select 1 from mart.paper_month group by section, month, source having count(*) > 1
with source as (
    select distinct source, shape
    from ledger.source
    where shape in ('print_job', 'paper_bought')
),
line as (
    select
        a.section,
        c.month,
        p.source,
        'print_job' as shape,
        p.sheets,
        p.impressions,
        p.derived,
        p.unknown,
        p.jobs,
    from core.print_day p
    join core.calendar c on c.day_on = p.day_on
    left join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on
    where c.has_passed
    union all
    select
        b.section,
        c.month,
        b.source,
        'paper_bought' as shape,
        b.sheets,
        null::bigint as impressions,
        null::bigint as derived,
        null::bigint as unknown,
        null::bigint as jobs,
    from staging.paper_bought b
    join core.calendar c on c.day_on = b.day_on
    where c.has_passed
    union all
    -- One row per section, month and source that covers the section, also without any record.
    select
        s.section,
        s.month,
        o.source,
        o.shape,
        null::bigint as sheets,
        null::bigint as impressions,
        null::bigint as derived,
        null::bigint as unknown,
        null::bigint as jobs,
    from core.section_month s
    cross join source o
    left join core.uncovered_month x
        on x.section = s.section and x.need = 'source ' || o.source and x.month = s.month
    where x.section is null
),
counted as (
    select
        section,
        month,
        source,
        shape,
        sum(sheets)::bigint as sheets,
        sum(impressions)::bigint as impressions,
        sum(derived) as derived,
        sum(unknown) as unknown,
        count(jobs) as printed,
    from line
    group by section, month, source, shape
)
select
    l.section,
    l.month,
    l.source,
    case when l.shape = 'print_job' then 'printed' else 'bought' end as kind,
    case
        when n.state = 'none' then null
        when l.shape = 'print_job' and l.printed = 0 then 0
        else l.sheets
    end as sheets,
    case
        when n.state = 'none' or l.shape = 'paper_bought' then null
        when l.printed = 0 then 0
        else l.impressions
    end as impressions,
    case
        when l.unknown > 0 then 'unknown'
        when l.derived > 0 then 'derived'
        else 'measured'
    end as quality,
    case
        when l.shape = 'paper_bought' and l.sheets is null and n.state <> 'incomplete' then 'none'
        else n.state
    end as state,
from counted l
join source o on o.source = l.source and o.shape = l.shape
join core.requirement_month n on n.need = 'source ' || l.source and n.month = l.month
