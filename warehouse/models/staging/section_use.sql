-- grain: one day's (or month's) count of a tool by the vendor, for a section or the whole town hall: no person
-- kept: view
-- columns:
--   source: the source's name in the settings
--   day_on: the source-day; first of the month where the source counts by the month
--   section: section code after mergers; null for the whole town hall
--   tool: what staff do
--   uses: how many uses; null if the vendor gives only people
--   people: how many people, of a month those of each day added up; null if the vendor gives only uses
select
    s.source,
    s.day_on,
    coalesce(p.becomes, s.section) as section,
    s.tool,
    s.uses,
    s.people,
from raw.section_use s
left join core.section_path p
    on p.section = s.section and s.day_on between p.from_on and p.to_on
