-- grain: one section and one period during which its people count in one section
-- columns:
--   section: the code in the roster
--   becomes: the section in which its people count in that period: itself, or its successor after it has ended
--   from_on: first day of the period
--   to_on: last day of the period
-- check: select 1 from core.section_path group by section having count(*) <> count(distinct from_on)
with recursive ended as (
    select
        section,
        case
            when max(successor) is null or bool_or(to_on is null) then date '9999-12-31'
            else max(to_on)
        end as to_on,
        max(successor) as successor,
    from raw.section
    group by section
),
path as (
    select
        section,
        section as becomes,
        date '1900-01-01' as from_on,
        to_on,
        successor,
        1 as step,
    from ended
    union all
    select
        p.section,
        n.section as becomes,
        p.to_on + 1 as from_on,
        greatest(p.to_on, n.to_on) as to_on,
        n.successor,
        p.step + 1 as step,
    from path p
    join ended n on n.section = p.successor
    where p.to_on < date '9999-12-31' and p.step < 20
)
select section, becomes, from_on, to_on
from path
where from_on <= to_on
