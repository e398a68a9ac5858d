-- grain: one training and one section from which somebody came
-- columns:
--   training: its name in the book
--   section: code of the section, which the book may give by its name; as written where the list of sections has none
--   tool: the tool trained; null for all
--   day_on: its day
--   attended: how many of the section came
-- check: select 1 from core.training where section is null or attended <= 0
select
    r.training,
    coalesce(w.section, r.section) as section,
    r.tool,
    r.day_on,
    r.attended,
from raw.training r
left join core.section_word w on w.word = r.section
where r.attended > 0
