-- grain: one section, one number's need, one month in which its streams do not reach the section's people
-- used by: every mart by section and tool; warehouse/served.py
-- period: month
-- only with: ledger.source where sections is not null
-- columns:
--   section: the section
--   need: a tool's curve, printing (all print logs), or one paper source
--   month: first of the month; one day on which only other sections are read is enough
-- check: select 1 from core.unserved_month where section is null or need is null
with partly as (
    select distinct need
    from core.need
    where sections is not null
),
asked as (
    select
        s.section,
        n.need,
        s.month,
        c.day_on,
        count(*) filter (where n.sections is null or list_contains(n.sections, s.section)) as streams,
    from core.section_month s
    join core.calendar c on c.month = s.month
    cross join partly p
    join core.need n
        on n.need = p.need and n.since <= c.day_on and c.day_on <= coalesce(n.until, c.day_on)
    where c.has_passed
    group by s.section, n.need, s.month, c.day_on
)
select section, need, month
from asked
group by section, need, month
having min(streams) = 0
