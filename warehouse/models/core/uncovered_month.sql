-- grain: one section, one metric input, one month in which the input's streams do not cover the section
-- period: month
-- columns:
--   section: the section
--   need: the metric input: a tool's use, printing (all print logs), or one paper source
--   month: first of the month; listed if on one day only other sections are covered, or if on all its working days no
--     stream that covers the section delivered anything while another did
-- check: select 1 from core.uncovered_month where section is null or need is null
with elsewhere as (
    -- Sections whose use is counted without people: a stream by person covers a part of their use, or none.
    select n.need, s.sections, coalesce(s.since, t.launched_on) as since, s.until
    from ledger.source s
    cross join core.town t
    join (select distinct need from core.stream_requirement) n on list_contains(s.tools, n.need)
    where s.shape = 'section_use'
),
partly as (
    select need
    from core.stream_requirement
    where sections is not null
    union
    select need
    from elsewhere
),
elsewhere_day as (
    select e.need, e.sections, c.day_on, c.month
    from elsewhere e
    join core.calendar c
        on c.has_passed and e.since <= c.day_on and c.day_on <= coalesce(e.until, c.day_on)
),
hidden as (
    select e.need, s.section, e.day_on
    from elsewhere_day e
    join core.section_month s on s.month = e.month
    where e.sections is null
    union
    -- An ended section counts as its successor.
    select e.need, p.becomes as section, e.day_on
    from elsewhere_day e
    join core.section_path p
        on e.day_on between p.from_on and p.to_on and list_contains(e.sections, p.section)
),
asked as (
    select
        s.section,
        n.need,
        s.month,
        c.is_working_day,
        case
            when n.sections is null then h.section is null
            else list_contains(n.sections, s.section)
        end as is_reached,
        coalesce(
            d.state in ('final', 'provisional', 'incomplete')
            and (d.doubt is null or (d.doubt <> 'strangers' and d.rows > 0)),
            false
        ) as is_read,
        c.day_on,
    from core.section_month s
    join core.calendar c on c.month = s.month
    cross join partly p
    join core.stream_requirement n
        on n.need = p.need and n.since <= c.day_on and c.day_on <= coalesce(n.until, c.day_on)
    left join hidden h on h.need = n.need and h.section = s.section and h.day_on = c.day_on
    left join ledger.source_day d
        on
            d.source = n.source and d.stream = n.stream
            and d.day_on = case when n.grain = 'month' then c.month else c.day_on end
    where c.has_passed
),
by_day as (
    select
        section,
        need,
        month,
        day_on,
        count(*) filter (where is_reached) as streams,
        count(*) filter (where is_read and is_working_day) as read,
        count(*) filter (where is_read and is_working_day and is_reached) as read_here,
    from asked
    group by section, need, month, day_on
)
select section, need, month
from by_day
group by section, need, month
having min(streams) = 0 or (sum(read) > 0 and sum(read_here) = 0)
