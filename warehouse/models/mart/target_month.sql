-- grain: one section, one tool: how far from the target now, and how fast
-- used by: hirogari explain (release.target_month is worked out from what is released)
-- kept: view
-- columns:
--   section: the section
--   tool: what staff do
--   month: the last month that is over and whose rate is known
--   rate: use rate of that month
--   target: the share to reach by the end of the fiscal year
--   distance: rate - target
--   months_left: months until the fiscal year ends
--   pace: mean change of the rate a month, over the three months before
--   pace_needed: change a month that would still reach the target; 0 when it is reached
--   is_on_pace: reached, or pace at least pace_needed; null where no pace is known
-- check: select 1 from mart.target_month group by section, tool having count(*) > 1
with known as (
    select
        n.section,
        n.tool,
        n.month,
        n.rate,
        n.target,
        m.position,
        m.fiscal_year,
        row_number() over (partition by n.section, n.tool order by n.month desc) as place,
    from mart.normal_month n
    join core.month m on m.month = n.month
    where n.rate is not null and m.is_over
),
before as (
    select u.section, u.tool, m.position, u.active_days::double / u.assigned_days as rate
    from mart.use_month u
    join core.month m on m.month = u.month
    where u.assigned_days > 0
),
last as (
    select
        k.section,
        k.tool,
        k.month,
        k.rate,
        k.target,
        (k.rate - b.rate) / 3.0 as pace,
        (k.fiscal_year + 1) * 12 + t.fiscal_year_start - 1 - k.position as months_left,
    from known k
    cross join core.town t
    left join before b on b.section = k.section and b.tool = k.tool and b.position = k.position - 3
    where k.place = 1
)
select
    section,
    tool,
    month,
    rate,
    target,
    rate - target as distance,
    months_left,
    pace,
    case when rate >= target then 0 else (target - rate) / nullif(months_left, 0) end as pace_needed,
    case
        when rate >= target then true
        when months_left = 0 and pace is not null then false
        else pace >= (target - rate) / nullif(months_left, 0)
    end as is_on_pace,
from last
