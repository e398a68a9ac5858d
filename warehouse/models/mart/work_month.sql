-- grain: one section and one month
-- used by: release.work_month, mart.breadth_month
-- period: month
-- columns:
--   section: the section
--   month: first of the month
--   uses: uses of all tools whose time is known; null if none is measured, or none reaches the section's people
--   uses_out_of_hours: of these, outside 8:30-17:15 or on a day that is not a working day
--   meeting_minutes: minutes in online meetings, overlaps counted once; null before meetings are measured
--   assigned_days: staff times working days that have passed
--   state: the worst state of the tools that are measured
-- check: select 1 from mart.work_month where uses_out_of_hours > uses or meeting_minutes < 0
-- check: select 1 from mart.work_month where state is null or section is null
with timed as (
    select a.section, c.month, sum(h.uses)::bigint as uses, sum(h.uses_out_of_hours)::bigint as uses_out_of_hours
    from core.hours_day h
    join core.calendar c on c.day_on = h.day_on
    join core.assignment_day a on a.staff = h.staff and a.day_on = h.day_on
    group by a.section, c.month
),
met as (
    select a.section, c.month, sum(m.seconds) / 60.0 as meeting_minutes
    from core.meeting_day m
    join core.calendar c on c.day_on = m.day_on
    join core.assignment_day a on a.staff = m.staff and a.day_on = m.day_on
    group by a.section, c.month
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
    from core.need_month
    where need in ('files', 'chat', 'meetings', 'calendar', 'mail')
    group by month
),
unserved as (
    select section, month, count(*) as tools, bool_or(need = 'meetings') as is_without_meetings
    from core.unserved_month
    where need in ('files', 'chat', 'meetings', 'calendar', 'mail')
    group by section, month
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
    left join unserved x on x.section = s.section and x.month = s.month
)
select
    s.section,
    s.month,
    case when s.state <> 'none' then coalesce(t.uses, 0) end as uses,
    case when s.state <> 'none' then coalesce(t.uses_out_of_hours, 0) end as uses_out_of_hours,
    case when s.has_meetings then coalesce(m.meeting_minutes, 0) end::double as meeting_minutes,
    s.assigned_days,
    s.state,
from known s
left join timed t on t.section = s.section and t.month = s.month
left join met m on m.section = s.section and m.month = s.month
