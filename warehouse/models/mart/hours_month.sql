-- grain: one section (null: the whole town hall) and one month with an action that saves or adds hours
-- used by: hirogari explain (release.hours_month is worked out from what is released)
-- kept: view
-- columns:
--   section: the section
--   month: first of the month
--   hours_saved: estimated hours saved by actions under way, from the month after they were acted on
--   hours_added: estimated hours added by them
--   net_hours: hours_saved - hours_added
--   actions: how many actions the estimates come from
--   is_estimate: always true: the figures are estimates of the action book
--   source: where the estimates come from
-- check: select 1 from mart.hours_month where hours_saved < 0 or hours_added < 0
select
    coalesce(p.becomes, a.booked_section) as section,
    m.month,
    coalesce(sum(a.hours_saved), 0) as hours_saved,
    coalesce(sum(a.hours_added), 0) as hours_added,
    coalesce(sum(a.hours_saved), 0) - coalesce(sum(a.hours_added), 0) as net_hours,
    count(*) as actions,
    true as is_estimate,
    '行動の台帳' as source,
from core.action a
join core.month m
    on
        m.month > a.acted_on
        and (a.result is distinct from 'stop' or a.checked_on is null or m.month <= a.checked_on)
left join core.section_path p on p.section = a.booked_section and m.month between p.from_on and p.to_on
where a.hours_saved is not null or a.hours_added is not null
group by coalesce(p.becomes, a.booked_section), m.month
