-- grain: one source-day with too many accounts that are missing from the roster
-- kept: view
-- columns:
--   source: the source's name in the settings
--   stream: the stream
--   day_on: the source-day
select source, stream, day_on
from ledger.source_day
where doubt = 'strangers'
