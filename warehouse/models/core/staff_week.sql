-- grain: one member of staff, one tool whose sources cover their section, one whole week that has passed
-- period: week_on
-- looks back: 3 months
-- columns:
--   staff: pseudonym
--   section: the section on the week's Sunday, so that a person who moves counts in one section
--   tool: the tool, named by what staff do with it
--   week_on: the week's Monday
--   weeks_active: number of weeks with a use among the 12 that end with this one (0 to 12)
--   uses: number of uses in those 12 weeks
--   is_habitual: active in at least 9 of the 12; null before 12 weeks are measured
--   segment: power, habitual, novice, low or none; null (測定前) before 12 weeks are measured
-- check: select 1 from core.staff_week where weeks_active > 12 or weeks_active < 0
-- check: select 1 from core.staff_week group by staff, tool, week_on having count(*) > 1
with tool as (
    select need as tool, min(since) as since
    from core.stream_requirement
    where need in (select known.tool from core.tool known)
    group by need
),
roster_day as (
    -- Days from the week's Monday to the first Monday of the twelve weeks and to each of their Sundays. Who was off the
    -- roster on one of them starts the twelve weeks again.
    select days
    from (values (-77), (-71), (-64), (-57), (-50), (-43), (-36), (-29), (-22), (-15), (-8), (-1), (6)) as offsets (days)
),
present as (
    select
        a.staff,
        a.section,
        c.week_on,
        count(b.staff) = 13 as is_measured,
    from core.calendar c
    cross join core.town t
    join core.assignment_day a on a.day_on = c.week_on + 6
    cross join roster_day d
    left join core.assignment_day b on b.staff = a.staff and b.day_on = c.week_on + d.days
    where c.day_on = c.week_on and c.week_on + 6 < t.today
    group by a.staff, a.section, c.week_on
),
measured as (
    select
        p.staff,
        p.section,
        t.tool,
        p.week_on,
        p.is_measured and p.week_on - 77 >= t.since and x.absent_on is null as is_measured,
    from present p
    cross join tool t
    left join core.absent_week x on x.staff = p.staff and x.tool = t.tool and x.week_on = p.week_on
    where p.week_on >= t.since and p.week_on is distinct from x.absent_on
),
counted as (
    select
        m.staff,
        m.section,
        m.tool,
        m.week_on,
        m.is_measured,
        count(u.week_on) as weeks_active,
        coalesce(sum(u.uses), 0)::bigint as uses,
    from measured m
    left join core.use_week u
        on
            u.staff = m.staff and u.tool = m.tool
            and u.week_on >= m.week_on - 77 and u.week_on <= m.week_on
    group by m.staff, m.section, m.tool, m.week_on, m.is_measured
)
select
    staff,
    section,
    tool,
    week_on,
    weeks_active,
    uses,
    case when is_measured then weeks_active >= 9 end as is_habitual,
    case
        when not is_measured then null
        when weeks_active >= 9 and uses >= 15 * 12 then 'power'
        when weeks_active >= 9 then 'habitual'
        when uses >= 12 then 'novice'
        when uses > 0 then 'low'
        else 'none'
    end as segment,
from counted
