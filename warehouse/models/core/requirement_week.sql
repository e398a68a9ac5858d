-- grain: one tool and one whole week that has passed
-- period: week_on
-- looks back: 3 months
-- columns:
--   tool: the tool, named by what staff do with it
--   week_on: the week's Monday
--   state: incomplete if a working day of the 12 weeks that end with this one is missing, else provisional or final;
--     none where no stream delivered any of them
-- check: select 1 from core.requirement_week where state is null
select
    n.need as tool,
    w.week_on,
    case
        when count(*) filter (where n.is_read) = 0 then 'none'
        when count(*) filter (where n.state = 'missing') > 0 then 'incomplete'
        when count(*) filter (where n.state = 'provisional') > 0 then 'provisional'
        else 'final'
    end as state,
from core.calendar w
cross join core.town t
join core.requirement_day n on n.day_on >= w.week_on - 77 and n.day_on <= w.week_on + 6
where
    w.day_on = w.week_on and w.week_on + 6 < t.today
    and n.need in (select known.tool from core.tool known)
group by n.need, w.week_on
