-- grain: one section (null: not known) and one month for which paper is both bought and printed
-- used by: hirogari explain (release.paper_difference_month is worked out from what is released)
-- kept: view
-- columns:
--   section: the section
--   month: first of the month
--   bought: sheets in the purchase book
--   printed: sheets in the print logs
--   difference: bought - printed
--   why: unknown_sheets (jobs whose sheets are not known), not_logged (copies, FAX and spoilt sheets
--     are in no print log), stock (printed more than was bought: paper of earlier months)
--   state: the worse of the two
-- check: select 1 from mart.paper_difference_month where why is null or state is null
with side as (
    select
        section,
        month,
        sum(sheets) filter (where kind = 'bought') as bought,
        sum(sheets) filter (where kind = 'printed') as printed,
        count(*) filter (where kind = 'printed' and quality = 'unknown') as unknown,
        count(*) filter (where state = 'incomplete') as incomplete,
        count(*) filter (where state = 'provisional') as provisional,
    from mart.paper_month
    where sheets is not null
    group by section, month
)
select
    section,
    month,
    bought::bigint as bought,
    printed::bigint as printed,
    (bought - printed)::bigint as difference,
    case
        when bought < printed then 'stock'
        when unknown > 0 then 'unknown_sheets'
        else 'not_logged'
    end as why,
    case when incomplete > 0 then 'incomplete' when provisional > 0 then 'provisional' else 'final' end as state,
from side
where bought is not null and printed is not null
