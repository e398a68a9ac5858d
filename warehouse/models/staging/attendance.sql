-- grain: one connection of one participant to one online meeting; a rejoin is a further row. Connections on a day whose
-- facts were deleted by age are left out if they were counted before; those that are read later are not
-- kept: view
-- columns:
--   source: the source's name in the settings
--   kind: the connector
--   day_on: the day in Asia/Tokyo on which the participant joined, at most two days before the row was filed
--   filed_on: the source-day
--   meeting: pseudonym of the meeting
--   staff: pseudonym; null for guests and rooms
--   started_at: when the participant joined
--   ended_at: when the participant left
--   is_guest: whether the participant is from outside the town hall
with joined as (
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
    left join ledger.counted_event c
        on c.source = r.source and c.stream = r.stream and c.event = r.event
    where x.source is null and c.source is null
)
select
    source,
    kind,
    day_on,
    filed_on,
    meeting,
    staff,
    started_at,
    ended_at,
    is_guest,
from joined
