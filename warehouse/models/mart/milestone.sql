-- grain: one section, one tool, one milestone that was reached
-- used by: hirogari explain (release.milestone is worked out from what is released)
-- kept: view
-- columns:
--   section: the section
--   tool: what staff do
--   milestone: per cent of the section activated: 16, 50 or 84
--   month: the first month in which that many were
--   place: which section got there first is 1; those of one month share a place
--   state: of that month
-- check: select 1 from mart.milestone group by section, tool, milestone having count(*) > 1
with reached as (
    select
        a.section,
        a.tool,
        m.milestone,
        a.month,
        a.state,
        row_number() over (partition by a.section, a.tool, m.milestone order by a.month) as place,
    from mart.activation_month a
    cross join (values (16), (50), (84)) as m (milestone)
    where 100 * a.activated >= m.milestone * a.assigned and a.assigned > 0
)
select
    section,
    tool,
    milestone,
    month,
    rank() over (partition by tool, milestone order by month) as place,
    state,
from reached
where place = 1
