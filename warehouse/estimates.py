"""Writes what is estimated and not counted: fitted curves and changes that came with a treatment.

`mart.curve_fit` and `mart.effect` are made whole, apart from the models, because SQL cannot.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.build import ESTIMATED
from warehouse.effect import Effect, find_effect
from warehouse.fit import expected_on, fit_curves, read_curves
from warehouse.treated import Treatment, Use, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

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
        ("compared", pa.int64()),  # sections not treated
        (
            "left_out",
            pa.int64(),
        ),  # sections on neither side: treated in part, or without months around it
    ]
)

_BOOKED = {
    "training": "select section, day_on from raw.training where (tool = ? or tool is null) and attended > 0",
    "action": "select booked_section, acted_on from core.action where tool = ? and acted_on is not null",
}
"""Who was treated and when, as the books say; `warehouse.treated` places it when sections end."""


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
    chains = dict(
        store.rows(
            "select p.section, list(p.becomes order by p.from_on) from core.section_path p"
            " join core.town t on p.from_on < t.today group by p.section"
        )
    )
    for tool in tools:
        panel, first, months = _panel(store, tool)
        for kind, sql in _BOOKED.items():
            booked = [
                Treatment(section, _position(day) - first)
                for section, day in store.rows(sql, [tool])
            ]
            if booked:
                laid = lay_out(panel, months, chains, booked)
                found = find_effect(laid.rates, laid.treated_in)
                yield _row(kind, tool, replace(found, left_out=found.left_out + laid.left_out))


def _panel(store: Store, tool: str) -> tuple[dict[str, dict[int, Use]], int, int]:
    """Each section's use in the months that are over, where it is whole; the first month, and how many."""
    rows = store.rows(
        "select u.section, u.month, u.assigned_days, case when u.state in ('final', 'provisional')"
        " then u.active_days / nullif(u.assigned_days, 0) end"
        " from mart.use_month u join core.month m on m.month = u.month"
        " where u.tool = ? and m.is_over and u.section is not null and u.assigned_days > 0",
        [tool],
    )
    first = min((_position(month) for _, month, *_ in rows), default=0)
    last = max((_position(month) for _, month, *_ in rows), default=first - 1)
    panel: dict[str, dict[int, Use]] = defaultdict(dict)
    for section, month, days, rate in rows:
        panel[section][_position(month) - first] = Use(days, rate)
    return panel, first, last - first + 1


def _position(day: date) -> int:
    return day.year * 12 + day.month


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
        "left_out": effect.left_out,
    }
