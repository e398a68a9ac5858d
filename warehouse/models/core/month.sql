-- grain: one month that has begun
-- columns:
--   month: first of the month
--   position: months since the year 0, so that neighbours differ by 1
--   fiscal_year: the year in which its fiscal year began
--   is_over: whether all its days have passed
--   closing_on: the last day of the month, or yesterday while the month runs
-- check: select 1 from core.month where position is null
select
    month,
    (extract(year from month) * 12 + extract(month from month))::bigint as position,
    min(fiscal_year) as fiscal_year,
    bool_and(has_passed) as is_over,
    max(day_on) filter (where has_passed) as closing_on,
from core.calendar
group by month
having bool_or(has_passed)
