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
        source,
        kind,
        coalesce(greatest((started_at at time zone 'Asia/Tokyo')::date, day_on - 2), day_on) as day_on,
        day_on as filed_on,
        meeting,
        staff,
        started_at,
        ended_at,
        is_guest,
    from raw.attendance
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
