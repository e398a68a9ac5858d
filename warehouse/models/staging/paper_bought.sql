-- grain: one line of the purchase book
-- kept: view
-- columns:
--   source: the source's name in the settings
--   day_on: first of the month of the purchase
--   section: section code, also where the book gives the section's name, after mergers; null if the roster knows neither
--   sheets: sheets bought, in A4 sheets
select
    b.source,
    b.day_on,
    coalesce(p.becomes, w.section) as section,
    b.sheets,
from raw.paper_bought b
left join core.section_word w on w.word = b.section
left join core.section_path p
    on p.section = w.section and b.day_on between p.from_on and p.to_on
