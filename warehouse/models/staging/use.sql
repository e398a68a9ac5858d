-- grain: one action of one member of staff in a tool, or a vendor's count of them for a day
-- kept: view
-- columns:
--   source: the source's name in the settings
--   kind: which connector it came through, so the vendor
--   day_on: the source-day
--   staff: pseudonym; null where nobody is known, and then it is no one's use
--   tool: what staff do, whoever the vendor is
--   document: pseudonym of the file it was done to; null where the vendor gives only counts
--   occurred_at: when; null where the vendor gives only the day
--   uses: how many
--   is_use: an action of one's own; receiving and being invited are not
--   is_handling: a file dealt with in digital form
select
    r.source,
    r.kind,
    r.day_on,
    r.staff,
    r.tool,
    r.document,
    r.occurred_at,
    r.uses,
    r.action in ('sent', 'created', 'edited', 'viewed', 'uploaded', 'downloaded', 'joined') as is_use,
    r.tool = 'files' and r.action in ('viewed', 'edited', 'uploaded', 'downloaded') as is_handling,
from raw.use r
left join staging.unexplained x on x.source = r.source and x.stream = r.stream and x.day_on = r.day_on
where x.source is null
