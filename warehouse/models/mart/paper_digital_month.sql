-- grain: one section (null: nobody's section is known), one pair, one month
-- used by: release.paper_digital_month, mart.replacement_month
-- period: month
-- closes: pair in ('documents', 'meetings')
-- columns:
--   section: the section; null for what belongs to no known section, which only the whole town hall has
--   pair: documents, paper_bought, approvals, filings, meetings, inspections or minutes
--   month: first of the month
--   digital: how many in digital form; null if that side is not there
--   paper: how many on paper; null if that side is not there
--   ratio: digital / (digital + paper); null if a side is not there or nothing was counted
--   digital_state: state of the digital side; none where the pair has none
--   paper_state: state of the paper side
--   state: of the ratio, or of the paper side for paper_bought
-- check: select 1 from mart.paper_digital_month where ratio < 0 or ratio > 1
-- check: select 1 from mart.paper_digital_month where state is null or digital_state is null or paper_state is null
-- check: select 1 from mart.paper_digital_month where ratio is not null and (digital is null or paper is null)
-- check: select 1 from mart.paper_digital_month group by section, pair, month having count(*) > 1
with handled as (
    select a.section, c.month, sum(h.handlings) as digital
    from core.handling_day h
    join core.calendar c on c.day_on = h.day_on
    join core.assignment_day a on a.staff = h.staff and a.day_on = h.day_on
    group by a.section, c.month
),
printed as (
    select a.section, c.month, sum(p.jobs) as paper
    from core.print_day p
    join core.calendar c on c.day_on = p.day_on
    left join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on
    where c.has_passed
    group by a.section, c.month
),
owed as (
    select section, month from core.section_month
    union
    select section, month from printed
    where section is null
),
need as (
    select o.section, o.month, n.need, case when x.section is null then n.state else 'none' end as state
    from owed o
    join core.need_month n on n.month = o.month
    left join core.unserved_month x on x.section = o.section and x.need = n.need and x.month = o.month
    where n.need in ('files', 'printing')
),
documents as (
    select
        o.section,
        'documents' as pair,
        o.month,
        case when f.state <> 'none' and o.section is not null then coalesce(h.digital, 0) end::double as digital,
        case when p.state <> 'none' then coalesce(j.paper, 0) end::double as paper,
        coalesce(f.state, 'none') as digital_state,
        coalesce(p.state, 'none') as paper_state,
    from owed o
    left join need f on f.need = 'files' and f.section is not distinct from o.section and f.month = o.month
    left join need p on p.need = 'printing' and p.section is not distinct from o.section and p.month = o.month
    left join handled h on h.section = o.section and h.month = o.month
    left join printed j on j.section is not distinct from o.section and j.month = o.month
    where f.state is not null or p.state is not null
),
bought as (
    select
        section,
        'paper_bought' as pair,
        month,
        null::double as digital,
        sum(sheets)::double as paper,
        'none' as digital_state,
        case
            when count(*) filter (where state = 'incomplete') > 0 then 'incomplete'
            when count(*) filter (where state <> 'none') = 0 then 'none'
            when count(*) filter (where state = 'provisional') > 0 then 'provisional'
            else 'final'
        end as paper_state,
    from mart.paper_month
    where kind = 'bought'
    group by section, month
),
book as (
    select
        section,
        pair,
        month,
        max(count) filter (where side = 'digital') as digital,
        max(count) filter (where side = 'paper') as paper,
        coalesce(max(state) filter (where side = 'digital'), 'none') as digital_state,
        coalesce(max(state) filter (where side = 'paper'), 'none') as paper_state,
    from core.tally_month
    where pair in ('approvals', 'filings', 'meetings', 'inspections', 'minutes')
    group by section, pair, month
),
online as (
    select section, month, online_meetings as digital, state
    from mart.outside_month
    where state <> 'none'
),
meetings as (
    select
        coalesce(o.section, b.section) as section,
        'meetings' as pair,
        coalesce(o.month, b.month) as month,
        coalesce(o.digital, b.digital)::double as digital,
        b.paper,
        coalesce(o.state, b.digital_state, 'none') as digital_state,
        coalesce(b.paper_state, 'none') as paper_state,
    from online o
    full join (
        select section, month, digital, paper, digital_state, paper_state
        from book
        where pair = 'meetings'
    ) b on b.section = o.section and b.month = o.month
),
side as (
    select section, pair, month, digital, paper, digital_state, paper_state from documents
    union all
    select section, pair, month, digital, paper, digital_state, paper_state from bought
    union all
    select section, pair, month, digital, paper, digital_state, paper_state from meetings
    union all
    select section, pair, month, digital, paper, digital_state, paper_state from book
    where pair <> 'meetings'
)
select
    section,
    pair,
    month,
    digital,
    paper,
    digital / nullif(digital + paper, 0) as ratio,
    digital_state,
    paper_state,
    case
        when pair = 'paper_bought' then paper_state
        when digital_state = 'none' or paper_state = 'none' then 'none'
        when digital_state = 'incomplete' or paper_state = 'incomplete' then 'incomplete'
        when digital_state = 'provisional' or paper_state = 'provisional' then 'provisional'
        else 'final'
    end as state,
from side
