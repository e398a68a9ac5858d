-- grain: one section (null: nobody's section is known, only the whole town hall has it), one month, one source
-- used by: release.paper_month, mart.paper_base_month
-- period: month
-- closes: kind = 'printed'
-- columns:
--   section: the section; null for jobs of no known person and purchases of no known section
--   month: first of the month
--   source: the source's name in the settings
--   kind: bought or printed
--   sheets: sheets of paper; null if not known
--   impressions: printed sides; null if not known
--   quality: of the sheets: measured, derived (worked out from the sides), unknown (of some jobs or all)
--   state: final, provisional, incomplete or none
-- check: select 1 from mart.paper_month where state is null or quality is null
-- check: select 1 from mart.paper_month where sheets < 0 or impressions < 0
-- check: select 1 from mart.paper_month group by section, month, source having count(*) > 1
with source as (
    select distinct source, shape
    from ledger.source
    where shape in ('print_job', 'paper_bought')
),
printed as (
    select
        a.section,
        c.month,
        p.source,
        sum(p.sheets)::bigint as sheets,
        sum(p.impressions)::bigint as impressions,
        sum(p.derived) as derived,
        sum(p.unknown) as unknown,
    from core.print_day p
    join core.calendar c on c.day_on = p.day_on
    left join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on
    where c.has_passed
    group by a.section, c.month, p.source
),
bought as (
    select b.section, c.month, b.source, sum(b.sheets)::bigint as sheets
    from staging.paper_bought b
    join core.calendar c on c.day_on = b.day_on
    where c.has_passed
    group by b.section, c.month, b.source
),
owed as (
    select s.section, s.month, o.source, o.shape
    from core.section_month s
    cross join source o
    left join core.unserved_month x
        on x.section = s.section and x.need = 'source ' || o.source and x.month = s.month
    where x.section is null
    union
    select p.section, p.month, o.source, o.shape
    from printed p
    join source o on o.source = p.source and o.shape = 'print_job'
    union
    select b.section, b.month, o.source, o.shape
    from bought b
    join source o on o.source = b.source and o.shape = 'paper_bought'
)
select
    o.section,
    o.month,
    o.source,
    case when o.shape = 'print_job' then 'printed' else 'bought' end as kind,
    case
        when n.state = 'none' then null
        when o.shape = 'paper_bought' then b.sheets
        when p.source is null then 0
        else p.sheets
    end as sheets,
    case
        when n.state = 'none' or o.shape = 'paper_bought' then null
        when p.source is null then 0
        else p.impressions
    end as impressions,
    case
        when p.unknown > 0 then 'unknown'
        when p.derived > 0 then 'derived'
        else 'measured'
    end as quality,
    case
        when o.shape = 'paper_bought' and b.sheets is null and n.state <> 'incomplete' then 'none'
        else n.state
    end as state,
from owed o
join core.need_month n on n.need = 'source ' || o.source and n.month = o.month
left join printed p
    on p.section is not distinct from o.section and p.month = o.month and p.source = o.source
left join bought b
    on b.section is not distinct from o.section and b.month = o.month and b.source = o.source
