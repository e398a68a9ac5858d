-- grain: one connection of one participant to one online meeting; a rejoin is a further row. What was joined on a
-- day whose facts are deleted by age but filed after it is left out: it was counted while they were there
-- used by: core.use_day, core.meeting, core.meeting_day, core.timed_use
-- kept: view
-- columns:
--   source: the source's name in the settings
--   kind: which connector it came through
--   day_on: the day in Asia/Tokyo on which the participant joined, at most two days before the row was filed
--   filed_on: the source-day
--   meeting: pseudonym of the meeting
--   staff: pseudonym; null for guests and rooms
--   started_at: when the participant joined
--   ended_at: when the participant left
--   is_guest: from outside the town hall
with closed as (
    select coalesce(max(raw_before), date '1900-01-01') as raw_before
    from ledger.closed
),
joined as (
    select
        r.source,
        r.kind,
        coalesce(greatest((r.started_at at time zone 'Asia/Tokyo')::date, r.day_on - 2), r.day_on) as day_on,
        r.day_on as filed_on,
        r.meeting,
        r.staff,
        r.started_at,
        r.ended_at,
        r.is_guest,
    from raw.attendance r
    left join staging.unexplained x
        on x.source = r.source and x.stream = r.stream and x.day_on = r.day_on
    where x.source is null
)
select
    j.source,
    j.kind,
    j.day_on,
    j.filed_on,
    j.meeting,
    j.staff,
    j.started_at,
    j.ended_at,
    j.is_guest,
from joined j
cross join closed c
where j.day_on >= c.raw_before or j.filed_on < c.raw_before
