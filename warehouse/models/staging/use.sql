-- grain: one action of one member of staff in a tool, or the vendor's count of a person's actions on a day
-- kept: view
-- columns:
--   source: the source's name in the settings
--   kind: the connector, which names the vendor
--   day_on: the source-day
--   staff: pseudonym; null where the person is not known; such an action counts for nobody
--   tool: the tool, named by what staff do with it, whatever the vendor
--   document: pseudonym of the file; null where the vendor gives only counts
--   occurred_at: UTC instant; null where the vendor gives only the day
--   uses: number of uses
--   is_use: whether it is an action of one's own; receiving and being invited are not
--   is_handling: whether a file was handled in digital form
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
