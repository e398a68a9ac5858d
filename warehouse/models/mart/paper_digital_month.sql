-- grain: one section (null: not known), one pair, one month
-- period: month
-- closes: pair in ('documents', 'meetings')
-- columns:
--   section: the section; null: no known section, counted in the whole town hall alone
--   pair: documents, paper_bought, approvals, filings, meetings, inspections or minutes
--   month: first of the month
--   digital: number in digital form; null without data on that side
--   paper: number on paper; null without data on that side
--   ratio: digital / (digital + paper), 0 to 1; null without data on a side or if both are 0
--   digital_state: state of the digital side; none where the pair has none
--   paper_state: state of the paper side
--   state: state of the ratio; for paper_bought, of the paper side
-- check: select 1 from mart.paper_digital_month where ratio < 0 or ratio > 1
-- check: select 1 from mart.paper_digital_month where state is null or digital_state is null or paper_state is null
-- check: select 1 from mart.paper_digital_month where ratio is not null and (digital is null or paper is null)
-- check: select 1 from mart.paper_digital_month group by section, pair, month having count(*) > 1
with handled as (
    select a.section, date_trunc('month', h.day_on)::date as month, sum(h.handlings) as digital
    from core.handling_day h
    join core.assignment_day a on a.staff = h.staff and a.day_on = h.day_on
    group by a.section, date_trunc('month', h.day_on)::date
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
    -- One row per section and month, also without printing; jobs of unknown people have no section.
    select coalesce(s.section, p.section) as section, coalesce(s.month, p.month) as month, p.paper
    from core.section_month s
    full join printed p on p.section = s.section and p.month = s.month
),
need as (
    select
        month,
        max(state) filter (where need = 'files') as files_state,
        max(state) filter (where need = 'printing') as printing_state,
    from core.requirement_month
    where need in ('files', 'printing')
    group by month
),
unserved as (
    select
        section,
        month,
        bool_or(need = 'files') as is_without_files,
        bool_or(need = 'printing') as is_without_printing,
    from core.uncovered_month
    group by section, month
),
known as (
    select
        o.section,
        o.month,
        o.paper,
        case when u.is_without_files then 'none' else coalesce(n.files_state, 'none') end as files_state,
        case when u.is_without_printing then 'none' else coalesce(n.printing_state, 'none') end as printing_state,
    from owed o
    join need n on n.month = o.month
    left join unserved u on u.section = o.section and u.month = o.month
),
documents as (
    select
        o.section,
        'documents' as pair,
        o.month,
        case when o.files_state <> 'none' and o.section is not null then coalesce(h.digital, 0) end::double as digital,
        case when o.printing_state <> 'none' then coalesce(o.paper, 0) end::double as paper,
        o.files_state as digital_state,
        o.printing_state as paper_state,
    from known o
    left join handled h on h.section = o.section and h.month = o.month
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
told as (
    select
        section,
        pair,
        month,
        null::double as logged,
        case when side = 'digital' then count end as digital,
        case when side = 'paper' then count end as paper,
        null::text as logged_state,
        case when side = 'digital' then state end as digital_state,
        case when side = 'paper' then state end as paper_state,
    from core.tally_month
    where pair in ('approvals', 'filings', 'meetings', 'inspections', 'minutes')
    union all
    select
        section,
        'meetings' as pair,
        month,
        online_meetings::double as logged,
        null::double as digital,
        null::double as paper,
        state as logged_state,
        null::text as digital_state,
        null::text as paper_state,
    from mart.outside_month
    where state <> 'none'
),
book as (
    -- Online meetings are counted from the log; the book's count is used only where there is no log.
    select
        section,
        pair,
        month,
        coalesce(max(logged), max(digital)) as digital,
        max(paper) as paper,
        coalesce(max(logged_state), max(digital_state), 'none') as digital_state,
        coalesce(max(paper_state), 'none') as paper_state,
    from told
    group by section, pair, month
),
side as (
    select section, pair, month, digital, paper, digital_state, paper_state from documents
    union all
    select section, pair, month, digital, paper, digital_state, paper_state from bought
    union all
    select section, pair, month, digital, paper, digital_state, paper_state from book
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
