-- grain: one item of the town's plan
-- columns:
--   item: its number in the book
--   title: the item in a few words, as written in the book
--   purpose: what gets better, as written in the book
--   for_whom: residents or staff
--   section: section after mergers as of yesterday; null for the whole town hall
--   decided_by: mayor, office or section
--   is_of_state: whether it comes from the state's plan; null if the book does not say
--   measure: the number that is to show it
--   series: the series that the measure names, an own count included; null for none
--   target: what the series is to reach; null for none
--   target_is: level, of a month, or change, from the twelve months before it began; null for none
--   decided_on: first of the month in which it was decided
--   due_on: first of the month in which it is due; null for none
--   began_on: first of the month since when it is used; null if not yet
-- check: select 1 from core.plan_item where for_whom not in ('residents', 'staff')
-- check: select 1 from core.plan_item where decided_by not in ('mayor', 'office', 'section')
-- check: select 1 from core.plan_item where target_is not in ('level', 'change') or (target is null) <> (target_is is null)
select
    i.item,
    i.title,
    i.purpose,
    i.for_whom,
    coalesce(p.becomes, w.section, i.section) as section,
    i.decided_by,
    i.of_state = 'yes' as is_of_state,
    i.measure,
    case when not starts_with(i.series, 'count ') or o.name is not null then i.series end as series,
    i.target,
    i.target_is,
    i.decided_on,
    i.due_on,
    i.began_on,
from raw.plan_item i
cross join core.town t
left join core.own_count o on i.series = 'count ' || o.name
left join core.section_word w on w.word = i.section
left join core.section_path p
    on p.section = w.section and t.today - 1 between p.from_on and p.to_on
