-- grain: the launch month's cohort, one tool, one month since
-- period: month
-- looks back: the beginning
-- columns:
--   cohort: the launch month
--   tool: the tool, named by what staff do with it
--   month: first of the month
--   cohort_staff: number of people active in the launch month, from the launch on
--   active: number of these who are active in this month; null if the month is not measured
--   retention: active / cohort_staff, 0 to 1
--   state: final, provisional, incomplete or none
-- check: select 1 from mart.retention_month where active > cohort_staff or state is null
with launch as (
    select date_trunc('month', launched_on)::date as month
    from core.town
),
cohort as (
    select distinct f.staff, f.tool
    from core.first_use f
    join launch l on l.month = f.month
),
size as (
    select tool, count(*) as cohort_staff
    from cohort
    group by tool
),
kept as (
    select f.tool, f.month, count(*) as active
    from core.first_use f
    join cohort c on c.staff = f.staff and c.tool = f.tool
    group by f.tool, f.month
)
select
    l.month as cohort,
    z.tool,
    n.month,
    z.cohort_staff,
    case when n.state <> 'none' then coalesce(k.active, 0) end as active,
    case when n.state <> 'none' then coalesce(k.active, 0) end / z.cohort_staff::double as retention,
    n.state,
from launch l
cross join size z
join core.requirement_month n on n.need = z.tool and n.month >= l.month
left join kept k on k.tool = z.tool and k.month = n.month
