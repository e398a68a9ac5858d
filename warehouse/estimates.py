"""Writes what is estimated and not counted: fitted curves and changes that came with a treatment.

`mart.curve_fit` and `mart.effect` are made whole, apart from the models, because SQL cannot.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.build import ESTIMATED
from warehouse.effect import Effect, find_effect
from warehouse.fit import expected_on, fit_curves, read_curves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.store import Store

CURVE_FIT = pa.schema(
    [
        ("section", pa.string()),
        ("tool", pa.string()),
        ("refused", pa.string()),  # too_few_months, not_half_yet or no_shape; null if fitted
        ("middle_months", pa.float64()),  # when half had begun, in months since the launch month
        ("spread_months", pa.float64()),
        ("goal_on", pa.date32()),  # when 80 % are expected
        ("goal_low_on", pa.date32()),  # 95 % interval
        ("goal_high_on", pa.date32()),
    ]
)
EFFECT = pa.schema(
    [
        ("kind", pa.string()),  # training or action
        ("tool", pa.string()),
        ("method", pa.string()),  # difference_in_differences, interrupted_series or cannot_say
        ("reason", pa.string()),  # why it cannot be said (まだ言えない)
        ("change_share", pa.float64()),  # of the use rate; 0.05 is five points
        ("low", pa.float64()),  # 95 % interval
        ("high", pa.float64()),
        ("treated", pa.int64()),  # sections treated
        ("compared", pa.int64()),  # sections never treated
    ]
)

_TREATED = {
    "training": """
        select coalesce(p.becomes, r.section), date_trunc('month', min(r.day_on))::date
        from raw.training r
        cross join core.town t
        left join core.section_path p
            on p.section = r.section and t.today - 1 between p.from_on and p.to_on
        where r.tool = ? or r.tool is null
        group by all
    """,
    "action": """
        select section, date_trunc('month', min(acted_on))::date
        from core.action
        where tool = ? and acted_on is not null and section is not null
        group by all
    """,
}


def has_estimates(store: Store) -> bool:
    """Whether the estimates of the marts as they are have been made: a build takes old ones away."""
    made = store.rows(
        "select table_name from information_schema.tables where table_schema = 'mart'"
        " and list_contains(?::text[], table_name)",
        [list(ESTIMATED)],
    )
    return len(made) == len(ESTIMATED)


def write_estimates(store: Store) -> None:
    """Fit all curves and estimate all changes from the marts, in one transaction."""
    tools = [tool for (tool,) in store.rows("select distinct tool from mart.use_month order by 1")]
    fits = pa.Table.from_pylist(list(_fits(store, tools)), schema=CURVE_FIT)
    effects = pa.Table.from_pylist(list(_effects(store, tools)), schema=EFFECT)
    with store.transaction():
        for name, table in (("curve_fit", fits), ("effect", effects)):
            with store.lent("estimated", table):
                store.execute(f"create or replace table mart.{name} as from estimated")


def _fits(store: Store, tools: list[str]) -> Iterator[dict[str, object]]:
    launched_on = store.rows("select launched_on from core.town")[0][0]
    for tool in tools:
        for fit in fit_curves(read_curves(store, tool)):
            row: dict[str, object] = {"section": fit.section, "tool": tool, "refused": fit.refused}
            if fit.goal is not None and fit.goal_low is not None and fit.goal_high is not None:
                row |= {
                    "middle_months": fit.middle,
                    "spread_months": fit.spread,
                    "goal_on": expected_on(launched_on, fit.goal),
                    "goal_low_on": expected_on(launched_on, max(fit.goal_low, 0.0)),
                    "goal_high_on": expected_on(launched_on, fit.goal_high),
                }
            yield row


def _effects(store: Store, tools: list[str]) -> Iterator[dict[str, object]]:
    for tool in tools:
        months, rates = _rates(store, tool)
        for kind, sql in _TREATED.items():
            treated = dict(store.rows(sql, [tool]))
            if treated:
                index = {
                    section: months.index(month)
                    for section, month in treated.items()
                    if section in rates and month in months
                }
                yield _row(kind, tool, find_effect(rates, index))


def _rates(store: Store, tool: str) -> tuple[list[object], dict[str, list[float | None]]]:
    """The months that are over, and each section's use rate in them where it is whole."""
    rows = store.rows(
        "select u.section, u.month, case when u.state in ('final', 'provisional')"
        " then u.active_days / nullif(u.assigned_days, 0) end"
        " from mart.use_month u join core.month m on m.month = u.month"
        " where u.tool = ? and m.is_over order by u.month",
        [tool],
    )
    months = sorted({month for _, month, _ in rows})
    found: dict[str, list[float | None]] = defaultdict(lambda: [None] * len(months))
    for section, month, rate in rows:
        found[section][months.index(month)] = rate
    return months, dict(found)


def _row(kind: str, tool: str, effect: Effect) -> dict[str, object]:
    return {
        "kind": kind,
        "tool": tool,
        "method": effect.method,
        "reason": effect.reason,
        "change_share": effect.change,
        "low": effect.low,
        "high": effect.high,
        "treated": effect.treated,
        "compared": effect.compared,
    }
