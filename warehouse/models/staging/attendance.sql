-- grain: one connection of one participant to one online meeting; a rejoin is a further row
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
