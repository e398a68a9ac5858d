-- grain: one action of the OODA loop
-- columns:
--   action: its number in the book
--   title: in a few words
--   section: section after mergers as of yesterday; null for the whole town hall
--   booked_section: the section in the book: a merger moves nothing before it, so months place it anew
--   tool: the tool it concerns; null for none
--   owner_role: the owner's role
--   type: improvement (改善) or reform (改革)
--   hypothesis: what was expected
--   measure: the number that would show it
--   observed_on: date of that step; null if not yet
--   oriented_on: date of that step; null if not yet
--   decided_on: date of that step; null if not yet
--   acted_on: date of that step; null if not yet
--   checked_on: date of that step; null if not yet
--   result: continue, stop or change; null if not yet
--   hours_saved: estimated hours saved a month
--   hours_added: estimated hours added a month
-- check: select 1 from core.action where type not in ('improvement', 'reform')
-- check: select 1 from core.action where result not in ('continue', 'stop', 'change')
select
    a.action,
    a.title,
    coalesce(p.becomes, a.section) as section,
    a.section as booked_section,
    a.tool,
    a.owner_role,
    a.type,
    a.hypothesis,
    a.measure,
    a.observed_on,
    a.oriented_on,
    a.decided_on,
    a.acted_on,
    a.checked_on,
    a.result,
    a.hours_saved,
    a.hours_added,
from raw.action a
cross join core.town t
left join core.section_path p
    on p.section = a.section and t.today - 1 between p.from_on and p.to_on
