-- grain: one member of staff on one day that has passed
-- period: day_on
-- columns:
--   staff: pseudonym
--   section: the section on that day, after mergers
--   day_on: the day
-- check: select 1 from core.assignment_day group by staff, day_on having count(*) > 1
-- check: select 1 from core.assignment_day a left join raw.section s on s.section = a.section where s.section is null
select
    a.staff,
    coalesce(p.becomes, a.section) as section,
    c.day_on,
from core.calendar c
join raw.assignment a
    on a.from_on <= c.day_on and coalesce(a.to_on, date '9999-12-31') >= c.day_on
left join core.section_path p
    on p.section = a.section and c.day_on between p.from_on and p.to_on
where c.has_passed
