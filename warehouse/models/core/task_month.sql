-- grain: one section (null: not known) and one month that is over
-- period: month
-- columns:
--   section: the section, after mergers
--   month: first of the month, from the section's first line on
--   hours: hours that its tasks take; a month in which a task's hours are not known is left out
--   state: final, provisional or incomplete
-- check: select 1 from core.task_month where hours < 0 or state is null
-- check: select 1 from core.task_month group by section, month having count(*) > 1
with held as (
    select source, section, from_on, until_on, hours
    from core.task
    union all
    -- A task that was changed was there before; one that is kept was listed when it began.
    select source, section, null as from_on, from_on as until_on, hours_before as hours
    from core.task
    where is_first and kind <> 'kept'
),
listed as (
    select source, section, min(from_on) as since
    from core.task
    group by source, section
)
select
    coalesce(p.becomes, h.section) as section,
    m.month,
    sum(h.hours) as hours,
    case
        when count(*) filter (where n.state = 'incomplete') > 0 then 'incomplete'
        -- Lines may be mended for a year; like other books, a month counts as final after two months.
        when bool_and(m.closing_on + 62 < t.today) then 'final'
        else 'provisional'
    end as state,
from core.month m
join held h
    on coalesce(h.from_on, m.month) <= m.month and m.month < coalesce(h.until_on, m.month + 1)
join listed l
    on l.source = h.source and l.section is not distinct from h.section and l.since <= m.month
cross join core.town t
left join core.section_path p
    on p.section = h.section and m.month between p.from_on and p.to_on
left join core.requirement_month n on n.need = 'source ' || h.source and n.month = m.month
where m.is_over
group by coalesce(p.becomes, h.section), m.month
having count(*) = count(h.hours)
