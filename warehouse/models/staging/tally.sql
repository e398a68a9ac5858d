-- grain: one count in a hand-kept book
-- kept: view
-- columns:
--   source: the source's name in the settings
--   day_on: the day in the book
--   section: section code, also where the book gives the section's name, after mergers; null if the roster knows neither
--   pair: what is counted
--   side: digital or paper; count or hours for FAX and automation
--   count: the count
with named as (
    select
        t.source,
        t.day_on,
        t.pair,
        t.side,
        t.count,
        min(s.section) as section,
    from raw.tally t
    left join raw.section s on s.section = t.section or s.name = t.section
    group by t.source, t.day_on, t.pair, t.side, t.count, t.event
)
select
    n.source,
    n.day_on,
    coalesce(p.becomes, n.section) as section,
    n.pair,
    n.side,
    n.count,
from named n
left join core.section_path p
    on p.section = n.section and n.day_on between p.from_on and p.to_on
