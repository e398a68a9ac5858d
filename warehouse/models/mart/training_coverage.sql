-- grain: one section
-- used by: release.training_coverage, mart.handover
-- columns:
--   section: a section with people in it today
--   attended: the most people of it that came to one training (one who came twice is not counted twice)
--   assigned: people assigned yesterday
--   coverage: attended / assigned, at most 1; null where no training is known
-- check: select 1 from mart.training_coverage where coverage > 1 or coverage < 0
-- check: select 1 from mart.training_coverage where (coverage is null) <> (attended is null)
with held as (
    select coalesce(p.becomes, r.section) as section, r.training, max(r.attended) as attended
    from raw.training r
    cross join core.town t
    left join core.section_path p
        on p.section = r.section and t.today - 1 between p.from_on and p.to_on
    group by coalesce(p.becomes, r.section), r.training
),
most as (
    select section, max(attended) as attended
    from held
    group by section
)
select
    a.section,
    max(h.attended) as attended,
    count(*) as assigned,
    case when max(h.attended) < count(*) then max(h.attended)::double / count(*) when max(h.attended) is not null then 1.0 end as coverage,
from core.assignment_day a
join core.town t on a.day_on = t.today - 1
left join most h on h.section = a.section
group by a.section
