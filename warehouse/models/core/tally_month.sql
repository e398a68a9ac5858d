-- grain: one section (null: not known), one pair, one side, one month, from hand-kept books
-- period: month
-- columns:
--   section: the section, after mergers
--   pair: what is counted
--   side: digital or paper; count or hours for FAX and automation
--   month: first of the month
--   count: the count
--   state: final, provisional or incomplete: the state of the books it comes from
-- check: select 1 from core.tally_month where count < 0 or state is null
select
    t.section,
    t.pair,
    t.side,
    c.month,
    sum(t.count) as count,
    case
        when count(*) filter (where n.state = 'incomplete') > 0 then 'incomplete'
        when count(*) filter (where n.state = 'final') = count(*) then 'final'
        else 'provisional'
    end as state,
from staging.tally t
join core.calendar c on c.day_on = t.day_on
left join core.requirement_month n on n.need = 'source ' || t.source and n.month = c.month
where c.has_passed and t.count is not null
group by t.section, t.pair, t.side, c.month
