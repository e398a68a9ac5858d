-- grain: one action of the OODA loop
-- columns:
--   action: its number in the book
--   title: the action in a few words, as written in the book
--   section: section after mergers as of yesterday; null for the whole town hall
--   booked_section: code of the section in the book, which may give its name; each month's tables map it to the group of that month
--   tool: the tool it concerns; null for none
--   owner_role: the owner's role
--   type: improvement (改善) or reform (改革)
--   hypothesis: the expected effect
--   measure: the number that is expected to change
--   series: the series that the measure names, an own count included; null for none
--   observed_on: date of that step; null if not yet
--   oriented_on: date of that step; null if not yet
--   decided_on: date of that step; null if not yet
--   acted_on: date of that step; null if not yet
--   checked_on: date of that step; null if not yet
--   result: continue, stop or change; null if not yet
--   hours_saved: estimated hours saved per month
--   hours_added: estimated hours added per month
--   lot_seed: seed of the lot that gave the order of sections; null for no lot
--   lot_from: first of the month in which the lot's first wave begins
--   lot_waves: the lot's number of waves
--   freed_for: what the hours saved are used for
-- check: select 1 from core.action where type not in ('improvement', 'reform')
-- check: select 1 from core.action where result not in ('continue', 'stop', 'change')
select
    a.action,
    a.title,
    coalesce(p.becomes, w.section, a.section) as section,
    coalesce(w.section, a.section) as booked_section,
    a.tool,
    a.owner_role,
    a.type,
    a.hypothesis,
    a.measure,
    case when not starts_with(a.series, 'count ') or o.name is not null then a.series end as series,
    a.observed_on,
    a.oriented_on,
    a.decided_on,
    a.acted_on,
    a.checked_on,
    a.result,
    a.hours_saved,
    a.hours_added,
    a.lot_seed,
    a.lot_from,
    a.lot_waves,
    a.freed_for,
from raw.action a
cross join core.town t
left join core.own_count o on a.series = 'count ' || o.name
left join core.section_word w on w.word = a.section
left join core.section_path p
    on p.section = w.section and t.today - 1 between p.from_on and p.to_on
