-- grain: one section with people in it, one thing to be reached before it is handed over (課への引き継ぎ)
-- used by: release.handover
-- columns:
--   section: the section
--   item: normal_files and so on for each core tool, lead_named, own_action, paper_ratio, training
--   is_met: whether it is reached; false also where it is not known yet
--   is_known: whether there was anything to judge by
--   closing_on: the day the office closes; null if the settings name none
--   days_left: until then
-- check: select 1 from mart.handover where is_met is null or is_met and not is_known
-- check: select 1 from mart.handover group by section, item having count(*) > 1
with section as (
    select distinct a.section
    from core.assignment_day a
    join core.town t on a.day_on = t.today - 1
),
normal as (
    select n.section, n.tool, arg_max(n.is_normal, n.month) as is_normal
    from mart.normal_month n
    join core.month m on m.month = n.month
    where m.is_over and n.rate is not null
    group by n.section, n.tool
),
acted as (
    select distinct a.section
    from core.action a
    cross join core.town t
    where a.section is not null and coalesce(a.acted_on, a.observed_on) > t.today - 183
),
paper as (
    select p.section, arg_max(p.ratio, p.month) as ratio
    from mart.paper_digital_month p
    join core.month m on m.month = p.month
    where m.is_over and p.pair = 'documents' and p.ratio is not null
    group by p.section
),
item as (
    select s.section, 'normal_' || k.tool as item, coalesce(n.is_normal, false) as is_met, n.section is not null as is_known
    from section s
    cross join core.core_tool k
    left join normal n on n.section = s.section and n.tool = k.tool
    union all
    select s.section, 'lead_named' as item, l.section is not null as is_met, true as is_known
    from section s
    left join (select distinct section from core.lead) l on l.section = s.section
    union all
    select s.section, 'own_action' as item, a.section is not null as is_met, true as is_known
    from section s
    left join acted a on a.section = s.section
    union all
    select s.section, 'paper_ratio' as item, coalesce(p.ratio >= t.paper_ratio, false) as is_met, p.section is not null as is_known
    from section s
    cross join core.town t
    left join paper p on p.section = s.section
    union all
    select s.section, 'training' as item, coalesce(c.coverage >= 0.8, false) as is_met, c.coverage is not null as is_known
    from section s
    left join mart.training_coverage c on c.section = s.section
)
select
    i.section,
    i.item,
    i.is_met,
    i.is_known,
    t.closing_on,
    date_diff('day', t.today, t.closing_on) as days_left,
from item i
cross join core.town t
