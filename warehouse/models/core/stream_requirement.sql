-- grain: one (metric input, stream) dependency
-- columns:
--   need: the metric input: a tool's use, printing (all print logs), or one paper source ('source ' and its name)
--   source: the source's name in the settings
--   stream: the stream
--   since: the first day that is read
--   grain: day or month
--   until: the last day of a source that the settings no longer name; else null
--   sections: the sections that the source covers; null: every section that no other source counts anonymously for
--     this tool
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
