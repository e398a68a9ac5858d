-- grain: one action of the OODA loop
-- columns:
--   action: its number in the book
--   title: the action in a few words, as written in the book
--   section: the section; null for the whole town hall
--   tool: the tool it concerns; null for none
--   owner_role: the owner's role
--   type: improvement (改善) or reform (改革)
--   hypothesis: the expected effect
--   measure: the number that is expected to change
--   step: the last step taken: observed, oriented, decided, acted or checked
--   observed_on: date of that step; null if not yet
--   oriented_on: date of that step; null if not yet
--   decided_on: date of that step; null if not yet
--   acted_on: date of that step; null if not yet
--   checked_on: date of that step; null if not yet
--   result: continue, stop or change
--   due_on: the day by which the result is to be checked; of an order drawn by lot counted from its last wave
--   days: days from observed_on to checked_on; null until checked
--   is_overdue: whether it is unchecked after due_on
-- check: select 1 from mart.action where is_overdue is null and observed_on is not null
-- check: select 1 from mart.action where days < 0
with counted as (
    select
        *,
        -- At most 215 days lie between two waves; the verdict waits for all but the last.
        coalesce(lot_from + 215 * cast(lot_waves - 1 as integer), observed_on) as counted_from,
    from core.action
)
select
    a.action,
    a.title,
    a.section,
    a.tool,
    a.owner_role,
    a.type,
    a.hypothesis,
    a.measure,
    case
        when a.checked_on is not null then 'checked'
        when a.acted_on is not null then 'acted'
        when a.decided_on is not null then 'decided'
        when a.oriented_on is not null then 'oriented'
        when a.observed_on is not null then 'observed'
    end as step,
    a.observed_on,
    a.oriented_on,
    a.decided_on,
    a.acted_on,
    a.checked_on,
    a.result,
    a.counted_from + t.action_due_days as due_on,
    date_diff('day', a.observed_on, a.checked_on) as days,
    a.checked_on is null and a.counted_from + t.action_due_days < t.today as is_overdue,
from counted a
cross join core.town t
