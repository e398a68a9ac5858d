-- grain: one section and one month
-- period: month
-- columns:
--   section: the section whose member of staff joined first
--   month: first of the month
--   online_meetings: number of online meetings; null before they are measured and where no stream covers the section
--   with_guests: number of these with at least one guest from outside (外部人材との連携)
--   guests: number of guests' connections
--   share: with_guests / online_meetings, 0 to 1; null without a meeting
--   state: final, provisional, incomplete or none
-- check: select 1 from mart.outside_month where with_guests > online_meetings or share > 1 or state is null
with met as (
    select
        m.section,
        date_trunc('month', m.day_on)::date as month,
        count(*) as online_meetings,
        count(*) filter (where m.guests > 0) as with_guests,
        sum(m.guests)::bigint as guests,
    from core.meeting m
    group by m.section, date_trunc('month', m.day_on)::date
),
known as (
    select s.section, s.month, case when x.section is null then n.state else 'none' end as state
    from core.section_month s
    join core.requirement_month n on n.need = 'meetings' and n.month = s.month
    left join core.uncovered_month x on x.section = s.section and x.need = n.need and x.month = s.month
)
select
    s.section,
    s.month,
    case when s.state <> 'none' then coalesce(m.online_meetings, 0) end as online_meetings,
    case when s.state <> 'none' then coalesce(m.with_guests, 0) end as with_guests,
    case when s.state <> 'none' then coalesce(m.guests, 0) end as guests,
    case when s.state <> 'none' then m.with_guests::double / nullif(m.online_meetings, 0) end as share,
    s.state,
from known s
left join met m on m.section = s.section and m.month = s.month
