-- grain: one count that the town keeps itself
-- columns:
--   name: as the town names it
--   unit: of its newest row; null where the book gives none
--   better: more or less, of its newest row
-- check: select 1 from core.own_count where better not in ('more', 'less')
select
    pair[7:] as name,
    arg_max(unit, day_on) as unit,
    arg_max(better, day_on) as better,
from raw.tally
where starts_with(pair, 'count ')
group by pair
