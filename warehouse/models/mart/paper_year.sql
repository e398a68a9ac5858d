-- grain: one section (null: not known) and one fiscal year of the purchase book
-- used by: hirogari explain (release.paper_year is worked out from what is released)
-- kept: view
-- columns:
--   section: the section; the whole town hall is the sum over all rows of a year
--   fiscal_year: the year in which it began
--   months: months of that year with a purchase line
--   sheets: sheets bought in them
--   base_year: the fiscal year it is held against
--   base_sheets: sheets bought in the same months of the base year; null if not known, or if another section went into this
--     one since (release.paper_year adds them up)
--   change_share: sheets / base_sheets - 1
--   target: the change to be reached
--   yen: what the sheets cost, at the settings' price a sheet
--   kilograms: what they weigh
--   co2_kilograms: what making and burning them gives off
--   trees: what they take
--   state: final; provisional while the year runs or a month of it may change; incomplete if it ended without one
-- check: select 1 from mart.paper_year where sheets < 0 or state is null
-- check: select 1 from mart.paper_year group by section, fiscal_year having count(*) > 1
with bought as (
    select
        p.section,
        m.fiscal_year,
        p.month,
        m.position - m.fiscal_year * 12 as month_of_year,
        sum(p.sheets)::bigint as sheets,
        case
            when count(*) filter (where p.state = 'incomplete') > 0 then 'incomplete'
            when count(*) filter (where p.state <> 'final') > 0 then 'provisional'
            else 'final'
        end as state,
    from mart.paper_month p
    join core.month m on m.month = p.month
    where p.kind = 'bought' and p.sheets is not null
    group by p.section, m.fiscal_year, p.month, m.position
),
ended as (
    select
        m.fiscal_year,
        bool_or(m.is_over and m.position = (m.fiscal_year + 1) * 12 + t.fiscal_year_start - 1) as is_over,
    from core.month m
    cross join core.town t
    group by m.fiscal_year
),
whole as (
    select fiscal_year
    from bought
    group by fiscal_year
    having count(distinct month) = 12
),
base as (
    select coalesce(max(t.paper_base_year), min(w.fiscal_year)) as base_year
    from core.town t
    left join whole w on true
),
-- Days on which another section went into one.
taken_in as (
    select distinct becomes as section, from_on
    from core.section_path
    where section <> becomes
),
held_against as (
    select b.section, b.month, o.sheets
    from bought b
    cross join base s
    join bought o
        on o.section is not distinct from b.section and o.fiscal_year = s.base_year and o.month_of_year = b.month_of_year
    where not exists (
        select 1
        from taken_in i
        where
            i.section = b.section
            and i.from_on > least(o.month, b.month)
            and i.from_on <= last_day(greatest(o.month, b.month))
    )
),
year as (
    select
        b.section,
        b.fiscal_year,
        count(distinct b.month) as months,
        sum(b.sheets)::bigint as sheets,
        s.base_year,
        case when count(o.sheets) = count(*) then sum(o.sheets)::bigint end as base_sheets,
        case
            when count(*) filter (where b.state = 'incomplete') > 0 then 'incomplete'
            -- A year that runs gets its months yet; one that is over without some of them lacks them.
            when e.is_over and count(distinct b.month) < 12 then 'incomplete'
            when count(*) filter (where b.state <> 'final') > 0 or not e.is_over then 'provisional'
            else 'final'
        end as state,
    from bought b
    join ended e on e.fiscal_year = b.fiscal_year
    cross join base s
    left join held_against o on o.section is not distinct from b.section and o.month = b.month
    group by b.section, b.fiscal_year, s.base_year, e.is_over
)
select
    y.section,
    y.fiscal_year,
    y.months,
    y.sheets,
    y.base_year,
    y.base_sheets,
    y.sheets::double / nullif(y.base_sheets, 0) - 1 as change_share,
    p.change_share as target,
    y.sheets * t.yen_per_sheet as yen,
    y.sheets * t.grams_per_sheet / 1000 as kilograms,
    y.sheets * t.co2_grams_per_sheet / 1000 as co2_kilograms,
    y.sheets / t.sheets_per_tree as trees,
    y.state,
from year y
cross join core.town t
left join core.paper_target p on p.fiscal_year = y.fiscal_year
