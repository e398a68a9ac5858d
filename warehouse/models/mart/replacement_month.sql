-- grain: one section and one month after the base period
-- used by: hirogari explain (release.replacement_month is worked out from what is released)
-- kept: view
-- columns:
--   section: the section
--   month: first of the month
--   digital_per_head: digital handlings per assigned working day's head, against the same of the base period
--   paper_per_head: print jobs, likewise
--   digital_change: share by which digital_per_head is above (below: negative) the base period's; null if another section
--     went into this one since (release.replacement_month adds them up)
--   paper_change: likewise
--   digital_moves: up, level (within 10 %) or down
--   paper_moves: up, level or down
--   verdict: replaced (置き換え), added (上乗せ), untouched (手つかず), shrunk (縮小); null where a side is not known
--   state: of the documents pair
-- check: select 1 from mart.replacement_month where state is null
-- check: select 1 from mart.replacement_month group by section, month having count(*) > 1
with month as (
    select
        d.section,
        d.month,
        case when d.digital_state in ('final', 'provisional') then d.digital end as digital,
        case when d.paper_state in ('final', 'provisional') then d.paper end as paper,
        s.assigned_days,
        d.state,
    from mart.paper_digital_month d
    join core.section_month s on s.section = d.section and s.month = d.month
    where d.pair = 'documents'
),
base as (
    select
        m.section,
        sum(m.digital) / nullif(sum(m.assigned_days) filter (where m.digital is not null), 0) as digital,
        sum(m.paper) / nullif(sum(m.assigned_days) filter (where m.paper is not null), 0) as paper,
    from month m
    cross join core.town t
    where m.month between t.base_from and t.base_to
    group by m.section
),
-- Days on which another section went into one.
taken_in as (
    select distinct becomes as section, from_on
    from core.section_path
    where section <> becomes
),
compared as (
    select
        m.*,
        exists(
            select 1
            from taken_in i
            where i.section = m.section and i.from_on > t.base_from and i.from_on <= last_day(m.month)
        ) as is_other,
    from month m
    cross join core.town t
),
held as (
    select
        m.section,
        m.month,
        m.digital / nullif(m.assigned_days, 0) as digital_per_head,
        m.paper / nullif(m.assigned_days, 0) as paper_per_head,
        case when not m.is_other then m.digital / nullif(m.assigned_days, 0) / nullif(b.digital, 0) - 1 end as digital_change,
        case when not m.is_other then m.paper / nullif(m.assigned_days, 0) / nullif(b.paper, 0) - 1 end as paper_change,
        m.state,
    from compared m
    cross join core.town t
    left join base b on b.section = m.section
    where m.month > t.base_to
),
moved as (
    select
        section,
        month,
        digital_per_head,
        paper_per_head,
        digital_change,
        paper_change,
        case
            when round(digital_change, 9) > 0.1 then 'up'
            when round(digital_change, 9) < -0.1 then 'down'
            when digital_change is not null then 'level'
        end as digital_moves,
        case
            when round(paper_change, 9) > 0.1 then 'up'
            when round(paper_change, 9) < -0.1 then 'down'
            when paper_change is not null then 'level'
        end as paper_moves,
        state,
    from held
)
select
    section,
    month,
    digital_per_head,
    paper_per_head,
    digital_change,
    paper_change,
    digital_moves,
    paper_moves,
    case
        when digital_moves is null or paper_moves is null then null
        when digital_moves = 'up' and paper_moves = 'down' then 'replaced'
        when digital_moves = 'up' then 'added'
        when digital_moves = 'down' and paper_moves = 'down' then 'shrunk'
        else 'untouched'
    end as verdict,
    state,
from moved
