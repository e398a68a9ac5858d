-- grain: one section with people in it, one hand-over item of its own (課への引き継ぎ)
-- columns:
--   section: the section
--   item: lead_named or own_action
--   is_met: lead_named: the settings name a lead; own_action: an action of its own is at most 183 days old
-- check: select 1 from mart.handover where is_met is null
-- check: select 1 from mart.handover group by section, item having count(*) > 1
with section as (
    select distinct a.section
    from core.assignment_day a
    join core.town t on a.day_on = t.today - 1
),
acted as (
    select distinct a.section
    from core.action a
    cross join core.town t
    where a.section is not null and coalesce(a.acted_on, a.observed_on) > t.today - 183
)
select
    s.section,
    'lead_named' as item,
    l.section is not null as is_met,
from section s
left join (select distinct section from core.lead) l on l.section = s.section
union all
select
    s.section,
    'own_action' as item,
    a.section is not null as is_met,
from section s
left join acted a on a.section = s.section
