-- grain: one section (null: the whole town hall), one tool, one source that counts anonymously, one month
-- period: month
-- columns:
--   section: the section; null for the whole town hall
--   tool: the tool, named by what staff do with it
--   source: the source's name in the settings
--   month: first of the month
--   uses: uses as the vendor counted them; null if it counts only people
--   person_days: people per day, summed over the month; null if the vendor counts only uses
--   days: number of days with a count; all days of the month where the source counts by month
--   state: final, provisional, incomplete or none
-- check: select 1 from mart.section_use_month where uses < 0 or person_days < 0 or state is null
select
    s.section,
    s.tool,
    s.source,
    c.month,
    sum(s.uses)::bigint as uses,
    sum(s.people)::bigint as person_days,
    -- The days that `person_days` counts: a person is in it at most once on each of them.
    case
        when w.need is not null then day(last_day(c.month))
        else count(distinct s.day_on)
    end as days,
    coalesce(n.state, 'none') as state,
from staging.section_use s
join core.calendar c on c.day_on = s.day_on
left join core.requirement_month n on n.need = 'source ' || s.source and n.month = c.month
left join (
    select distinct need
    from core.stream_requirement
    where grain = 'month'
) w on w.need = 'source ' || s.source
where c.has_passed
group by s.section, s.tool, s.source, c.month, n.state, w.need
