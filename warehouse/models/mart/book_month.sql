-- grain: one section (null: not known), one kind of count, one month: FAXes, runs and hours of automation, own counts, tasks
-- period: month
-- columns:
--   section: the section
--   what: fax, automation, tasks, or `count ` and the name of an own count
--   measure: count or hours
--   month: first of the month
--   count: the number of FAXes or runs, or hours (an estimate)
--   state: final, provisional or incomplete
-- check: select 1 from mart.book_month where count < 0 or state is null
select section, pair as what, side as measure, month, count, state
from core.tally_month
where pair in ('fax', 'automation') or starts_with(pair, 'count ')
union all
select section, 'tasks' as what, 'hours' as measure, month, hours as count, state
from core.task_month
