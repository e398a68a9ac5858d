-- grain: one thing that somebody should look at now
-- used by: hirogari explain (release.alert is worked out from what is released)
-- kept: view
-- columns:
--   kind: use_fell, source_stale or source_absent (nothing of it ever arrived); paper_rose is worked out from released
--     sheets alone, in warehouse/derived/paper_rise.py
--   section: the section; null for a source
--   tool: the tool; null where it is not about one
--   source: the source; null where it is not about one
--   month: the month it is about; null for a source
--   value: the use rate or the working days without data: since the last that arrived, or since
--     the source was owed: from the launch, its first day and the day it was put into the settings on
--   before: what it is held against: the rate over its own last three months; null for a source
--   reason: in one sentence
-- check: select 1 from mart.alert where reason is null
with rate as (
    select
        u.section,
        u.tool,
        u.month,
        m.position,
        u.active_days,
        u.assigned_days,
    from mart.use_month u
    join core.month m on m.month = u.month
    where m.is_over and u.assigned_days > 0
),
newest as (
    select max(position) as position
    from core.month
    where is_over
),
fell as (
    select
        r.section,
        r.tool,
        r.month,
        r.active_days::double / r.assigned_days as value,
        sum(b.active_days)::double / sum(b.assigned_days) as before,
        3 * r.active_days * sum(b.assigned_days) <= 2 * sum(b.active_days) * r.assigned_days as is_by_a_third,
    from rate r
    join newest n on n.position = r.position
    join rate b
        on b.section = r.section and b.tool = r.tool and b.position between r.position - 3 and r.position - 1
    group by r.section, r.tool, r.month, r.active_days, r.assigned_days
    having count(*) = 3
),
read as (
    select
        s.source,
        max(d.day_on) filter (where d.state in ('final', 'provisional')) as read_to,
        min(greatest(s.since, coalesce(s.noted_on, t.launched_on), t.launched_on)) as owed_from,
    from ledger.source s
    cross join core.town t
    left join ledger.source_day d on d.source = s.source and d.stream = s.stream
    where s.grain = 'day' and s.until is null
    group by s.source
),
behind as (
    select r.source, r.read_to, count(c.day_on) as value
    from read r
    join core.calendar c
        on c.day_on >= coalesce(r.read_to + 1, r.owed_from) and c.has_passed and c.is_working_day
    group by r.source, r.read_to
)
select
    'use_fell' as kind,
    section,
    tool,
    null::text as source,
    month,
    value,
    before,
    'この課の利用日率が、直前3か月の平均より3分の1以上下がりました' as reason,
from fell
where before > 0 and is_by_a_third
union all
select
    case when read_to is null then 'source_absent' else 'source_stale' end as kind,
    null::text as section,
    null::text as tool,
    source,
    null::date as month,
    value::double as value,
    null::double as before,
    case
        when read_to is null then 'このデータは、まだ一度も届いていません'
        else 'このデータの取り込みが3開庁日以上とまっています'
    end as reason,
from behind
where value >= 3
