-- grain: one count in a hand-kept book
-- kept: view
-- columns:
--   source: the source's name in the settings
--   day_on: the day in the book
--   section: section code, also where the book gives the section's name, after mergers; null if the roster knows neither
--   pair: what is counted
--   side: digital or paper; count or hours for FAX and automation
--   count: the count
select
    t.source,
    t.day_on,
    coalesce(p.becomes, w.section) as section,
    t.pair,
    t.side,
    t.count,
from raw.tally t
left join core.section_word w on w.word = t.section
left join core.section_path p
    on p.section = w.section and t.day_on between p.from_on and p.to_on
