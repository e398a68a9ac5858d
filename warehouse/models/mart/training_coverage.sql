-- grain: one section
-- used by: mart.handover
-- columns:
--   section: a section with people in it today
--   attended: the most people of it that came to one training (one who came twice is not counted twice); of
--     sections that have become one, those who came to the same training before are added up
--   assigned: people assigned yesterday
--   coverage: attended / assigned, at most 1; null where no training is known
-- check: select 1 from mart.training_coverage where coverage > 1 or coverage < 0
-- check: select 1 from mart.training_coverage where (coverage is null) <> (attended is null)
with line as (
    select p.section, p.becomes as line
    from core.section_path p
    join core.town t on t.today - 1 between p.from_on and p.to_on
),
merger as (
    select l.line, p.section, p.from_on
    from core.section_path p
    join line l on l.section = p.section
    where p.section <> p.becomes
),
held as (
    -- Between two mergers the sections are different people; after one they are not.
    select
        coalesce(l.line, r.section) as section,
        r.training,
        r.day_on,
        coalesce(d.becomes, r.section) as came_from,
        r.attended,
        count(m.section) as mergers,
    from raw.training r
    left join line l on l.section = r.section
    left join core.section_path d on d.section = r.section and r.day_on between d.from_on and d.to_on
    left join merger m on m.line = l.line and m.from_on <= r.day_on
    group by all
),
own as (
    select section, training, mergers, came_from, max(attended) as attended
    from held
    group by section, training, mergers, came_from
),
together as (
    select section, training, mergers, sum(attended) as attended
    from own
    group by section, training, mergers
),
most as (
    select section, max(attended) as attended
    from together
    group by section
)
select
    a.section,
    max(h.attended)::bigint as attended,
    count(*) as assigned,
    case when max(h.attended) < count(*) then max(h.attended)::double / count(*) when max(h.attended) is not null then 1.0 end as coverage,
from core.assignment_day a
join core.town t on a.day_on = t.today - 1
left join most h on h.section = a.section
group by a.section
