-- grain: one section and one month
-- period: month
-- columns:
--   section: the section
--   month: first of the month
--   uses: number of uses of all tools whose time is known; null if no tool is measured or none covers the section
--   uses_out_of_hours: number of these outside 8:30-17:15 or on a day that is not a working day
--   meeting_minutes: minutes in online meetings, overlaps counted once; null before meetings are measured
--   assigned_days: staff × working days that have passed, in person-days
--   state: the worst state of the tools that are measured
-- check: select 1 from mart.work_month where uses_out_of_hours > uses or meeting_minutes < 0
-- check: select 1 from mart.work_month where state is null or section is null
with done as (
    select staff, day_on, uses, uses_out_of_hours, null::bigint as seconds
    from core.hours_day
    union all
    select staff, day_on, null::bigint as uses, null::bigint as uses_out_of_hours, seconds
    from core.meeting_day
),
counted as (
    select
        a.section,
        date_trunc('month', d.day_on)::date as month,
        sum(d.uses)::bigint as uses,
        sum(d.uses_out_of_hours)::bigint as uses_out_of_hours,
        sum(d.seconds) / 60.0 as meeting_minutes,
    from done d
    join core.assignment_day a on a.staff = d.staff and a.day_on = d.day_on
    group by a.section, date_trunc('month', d.day_on)::date
),
measured as (
    select
        month,
        case
            when count(*) filter (where state <> 'none') = 0 then 'none'
            when count(*) filter (where state = 'incomplete') > 0 then 'incomplete'
            when count(*) filter (where state = 'provisional') > 0 then 'provisional'
            else 'final'
        end as state,
        bool_or(need = 'meetings' and state <> 'none') as has_meetings,
        count(*) filter (where state <> 'none') as tools,
    from core.requirement_month
    where need in (select known.tool from core.tool known)
    group by month
),
uncovered as (
    select u.section, u.month, count(*) as tools, bool_or(u.need = 'meetings') as is_without_meetings
    from core.uncovered_month u
    join core.requirement_month n on n.need = u.need and n.month = u.month
    where u.need in (select known.tool from core.tool known) and n.state <> 'none'
    group by u.section, u.month
),
known as (
    select
        s.section,
        s.month,
        s.assigned_days,
        n.has_meetings and not coalesce(x.is_without_meetings, false) as has_meetings,
        case when x.tools >= n.tools then 'none' else n.state end as state,
    from core.section_month s
    join measured n on n.month = s.month
    left join uncovered x on x.section = s.section and x.month = s.month
)
select
    s.section,
    s.month,
    case when s.state <> 'none' then coalesce(d.uses, 0) end as uses,
    case when s.state <> 'none' then coalesce(d.uses_out_of_hours, 0) end as uses_out_of_hours,
    case when s.has_meetings then coalesce(d.meeting_minutes, 0) end::double as meeting_minutes,
    s.assigned_days,
    s.state,
from known s
left join counted d on d.section = s.section and d.month = s.month
