-- grain: one section, one tool, one month with a target
-- used by: mart.handover, mart.target_month (release.normal_month is worked out from what is released)
-- period: month
-- reach: 0..later
-- columns:
--   section: the section
--   tool: what staff do
--   month: first of the month
--   rate: active_days / assigned_days; null if not known
--   target: the share to reach by the end of the fiscal year
--   distance: rate - target
--   is_met: rate at or above target; null if not known
--   has_action: an action for this tool was under way in the month, in the section or the whole town hall
--   is_normal: met in this month and the two before, with no action in them (当たり前になった)
--   state: of the use rate
-- check: select 1 from mart.normal_month where is_normal and not is_met
-- check: select 1 from mart.normal_month where state is null or target is null
-- check: select 1 from mart.normal_month group by section, tool, month having count(*) > 1
with aimed as (
    select
        u.section,
        u.tool,
        u.month,
        u.active_days::double / nullif(u.assigned_days, 0) as rate,
        t.share as target,
        u.state,
        m.position,
        row_number() over (
            partition by u.section, u.tool, u.month
            order by case when t.section is null then 1 else 0 end
        ) as place,
    from mart.use_month u
    join core.month m on m.month = u.month
    join core.target t
        on t.tool = u.tool and t.fiscal_year = m.fiscal_year and coalesce(t.section, u.section) = u.section
),
under_way as (
    select m.month, x.action, x.tool, coalesce(p.becomes, x.booked_section) as section
    from core.month m
    join core.action x on x.acted_on <= m.closing_on and coalesce(x.checked_on, date '9999-12-31') >= m.month
    left join core.section_path p on p.section = x.booked_section and m.month between p.from_on and p.to_on
),
acted as (
    select a.section, a.tool, a.month, count(x.action) > 0 as has_action
    from aimed a
    left join under_way x
        on x.month = a.month and x.tool = a.tool and coalesce(x.section, a.section) = a.section
    where a.place = 1
    group by a.section, a.tool, a.month
),
month as (
    select
        a.section,
        a.tool,
        a.month,
        a.position,
        a.rate,
        a.target,
        a.rate >= a.target as is_met,
        x.has_action,
        a.state,
    from aimed a
    join acted x on x.section = a.section and x.tool = a.tool and x.month = a.month
    where a.place = 1
),
row_of_three as (
    select m.section, m.tool, m.month, count(*) filter (where b.is_met and not b.has_action) = 3 as is_normal
    from month m
    join month b
        on
            b.section = m.section and b.tool = m.tool
            and b.position between m.position - 2 and m.position
    group by m.section, m.tool, m.month
)
select
    m.section,
    m.tool,
    m.month,
    m.rate,
    m.target,
    m.rate - m.target as distance,
    m.is_met,
    m.has_action,
    r.is_normal,
    m.state,
from month m
join row_of_three r on r.section = m.section and r.tool = m.tool and r.month = m.month
