-- grain: one number's need of one stream
-- columns:
--   need: what needs it: a tool's curve, printing (all print logs), or one paper source ('source ' and its name)
--   source: the source's name in the settings
--   stream: the stream
--   since: the first day it is read from
--   grain: day or month
--   until: the last day, where the settings no longer name it; else null
--   sections: the sections whose people it tells of; null for all of whom no other source counts without people
-- check: select 1 from core.stream_requirement where since is null
with stream as (
    select
        s.source,
        s.stream,
        s.shape,
        s.tools,
        coalesce(s.since, t.launched_on) as since,
        s.grain,
        s.until,
        s.sections,
    from ledger.source s
    cross join core.town t
)
select t.tool as need, s.source, s.stream, s.since, s.grain, s.until, s.sections
from stream s
join core.tool t on list_contains(s.tools, t.tool)
where s.shape in ('use', 'attendance')
union all
select 'printing' as need, source, stream, since, grain, until, sections
from stream
where shape = 'print_job'
union all
select
    'source ' || source as need,
    source,
    stream,
    since,
    grain,
    until,
    -- Rows of counts without people name their own section.
    case when shape <> 'section_use' then sections end as sections,
from stream
where shape in ('print_job', 'paper_bought', 'counter', 'tally', 'section_use')
