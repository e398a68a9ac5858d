-- grain: one section (null: actions of the whole town hall)
-- used by: hirogari explain (release.cadence is worked out from what is released)
-- kept: view
-- columns:
--   section: the section
--   actions: actions in the book
--   checked: of these, gone round the whole loop
--   open: not checked yet
--   overdue: open and past the day by which they were to be checked
--   cadence_days: median days from observed to checked; null if none is checked
-- check: select 1 from mart.cadence where checked + open <> actions or overdue > open
with placed as (
    select
        section,
        days,
        row_number() over (partition by section order by days) as place,
        count(*) over (partition by section) as checked,
    from mart.action
    where days is not null
),
median as (
    select section, avg(days) as cadence_days
    from placed
    where 2 * place between checked and checked + 2
    group by section
)
select
    a.section,
    count(*) as actions,
    count(*) filter (where a.step = 'checked') as checked,
    count(*) filter (where a.step is distinct from 'checked') as open,
    count(*) filter (where a.is_overdue) as overdue,
    max(m.cadence_days) as cadence_days,
from mart.action a
left join median m on m.section is not distinct from a.section
group by a.section
