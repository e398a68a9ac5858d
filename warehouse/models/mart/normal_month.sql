-- grain: one section, one tool, one month with a target
-- used by: mart.handover
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
    -- A section's own target goes before that of all.
    select
        u.section,
        u.tool,
        u.month,
        u.active_days::double / nullif(u.assigned_days, 0) as rate,
        coalesce(o.share, e.share) as target,
        u.state,
        m.position,
    from mart.use_month u
    join core.month m on m.month = u.month
    left join core.target o
        on o.tool = u.tool and o.fiscal_year = m.fiscal_year and o.section = u.section
    left join core.target e
        on e.tool = u.tool and e.fiscal_year = m.fiscal_year and e.section is null
    where coalesce(o.share, e.share) is not null
),
under_way as (
    select m.month, x.action, x.tool, coalesce(p.becomes, x.booked_section) as section
    from core.month m
    join core.action x on x.acted_on <= m.closing_on and coalesce(x.checked_on, date '9999-12-31') >= m.month
    left join core.section_path p on p.section = x.booked_section and m.month between p.from_on and p.to_on
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
        count(x.action) > 0 as has_action,
        a.state,
    from aimed a
    left join under_way x
        on x.month = a.month and x.tool = a.tool and coalesce(x.section, a.section) = a.section
    group by a.section, a.tool, a.month, a.position, a.rate, a.target, a.state
),
row_of_three as (
    select
        section,
        tool,
        month,
        rate,
        target,
        is_met,
        has_action,
        state,
        sum(case when is_met and not has_action then 1 else 0 end) over (
            partition by section, tool
            order by position
            range between 2 preceding and current row
        ) as met,
    from month
)
select
    section,
    tool,
    month,
    rate,
    target,
    rate - target as distance,
    is_met,
    has_action,
    met = 3 as is_normal,
    state,
from row_of_three
