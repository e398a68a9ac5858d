-- grain: one day's (or month's) anonymous count of a tool by the vendor, for a section or the whole town hall
-- kept: view
-- columns:
--   source: the source's name in the settings
--   day_on: the source-day; first of the month where the source counts by the month
--   section: section code after mergers; null for the whole town hall
--   tool: the tool, named by what staff do with it
--   uses: number of uses; null if the vendor gives only people
--   people: number of people; for a month, the sum over its days; null if the vendor gives only uses
select
    s.source,
    s.day_on,
    coalesce(p.becomes, w.section, s.section) as section,
    s.tool,
    s.uses,
    s.people,
from raw.section_use s
left join core.section_word w on w.word = s.section
left join core.section_path p
    on p.section = w.section and s.day_on between p.from_on and p.to_on
