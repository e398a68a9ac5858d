-- grain: one line of the list of tasks: a task from one month on
-- columns:
--   source: the source's name in the settings
--   task: the task in a few words, as written in the book
--   section: section code, also where the book gives the section's name; null if the roster knows neither
--   kind: kept, less, automated or abolished
--   from_on: first of the month from which the line holds
--   until_on: first of the month in which the task's next line begins; null: none does
--   is_first: whether the task has no earlier line
--   hours: hours a month from then on; 0 once abolished
--   hours_before: hours a month before; null where no line states them
--   stamps: seals that are no longer needed; null if not counted
-- check: select 1 from core.task where kind not in ('kept', 'less', 'automated', 'abolished') or hours < 0
with named as (
    select
        t.source,
        t.task,
        w.section,
        t.became as kind,
        t.from_on,
        case when t.became = 'abolished' then 0 else t.hours end as hours,
        -- An abolished task's own line states what it took.
        case when t.became = 'abolished' then t.hours end as took,
        t.stamps,
    from raw.task t
    left join core.section_word w on w.word = t.section
)
select
    source,
    task,
    section,
    kind,
    from_on,
    lead(from_on) over own as until_on,
    lag(from_on) over own is null as is_first,
    hours,
    coalesce(lag(hours) over own, took) as hours_before,
    stamps,
from named
window own as (partition by source, task, section order by from_on)
