-- grain: one line of the purchase book
-- kept: view
-- columns:
--   source: the source's name in the settings
--   day_on: first of the month of the purchase
--   section: section code, also where the book gives the section's name, after mergers; null if the roster knows neither
--   sheets: sheets bought, in A4 sheets
with named as (
    select
        p.source,
        p.day_on,
        p.sheets,
        min(s.section) as section,
    from raw.paper_bought p
    left join raw.section s on s.section = p.section or s.name = p.section
    group by p.source, p.day_on, p.sheets, p.event
)
select
    n.source,
    n.day_on,
    coalesce(p.becomes, n.section) as section,
    n.sheets,
from named n
left join core.section_path p
    on p.section = n.section and n.day_on between p.from_on and p.to_on
