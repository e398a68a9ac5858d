-- grain: one word by which a book may name a section
-- columns:
--   word: the section's code, or a name that the list of sections has given it
--   section: the code; of several sections of one name the first, whose path leads to its successor
-- kept: view
with code as (
    select distinct section
    from raw.section
)
select section as word, section
from code
union all
select s.name as word, min(s.section) as section
from raw.section s
left join code c on c.section = s.name
where s.name is not null and c.section is null
group by s.name
