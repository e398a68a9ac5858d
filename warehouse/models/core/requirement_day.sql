-- grain: one metric input with daily streams, one working day that has passed
-- period: day_on
-- columns:
--   need: the metric input: a tool's use, printing (all print logs), or one paper source
--   day_on: the working day
--   state: final, provisional, missing (a stream is absent or incomplete), none (no stream covers the day yet)
--   is_read: whether a stream delivered the day; where none did, the day is unknown and never 0
-- check: select 1 from core.requirement_day where state is null
with asked as (
    select
        w.need,
        c.day_on,
        w.since <= c.day_on and c.day_on <= coalesce(w.until, c.day_on) as is_asked,
        -- No model uses a day with too many unknown accounts, and a doubted empty day has no facts: both are gaps.
        case
            when d.doubt = 'strangers' or (d.doubt is not null and d.rows = 0) then 'gap'
            else coalesce(d.state, 'gap')
        end as state,
    from core.calendar c
    cross join core.stream_requirement w
    left join ledger.source_day d
        on d.source = w.source and d.stream = w.stream and d.day_on = c.day_on
    where w.grain = 'day' and c.is_working_day and c.has_passed
)
select
    need,
    day_on,
    case
        when count(*) filter (where is_asked) = 0 then 'none'
        when count(*) filter (where is_asked and state not in ('final', 'provisional')) > 0 then 'missing'
        when count(*) filter (where is_asked and state = 'provisional') > 0 then 'provisional'
        else 'final'
    end as state,
    count(*) filter (where is_asked and state in ('final', 'provisional', 'incomplete')) > 0 as is_read,
from asked
group by need, day_on
