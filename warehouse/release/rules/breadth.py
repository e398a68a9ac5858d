"""Rule 3 for breadth: how many tools an active person uses, for the whole town hall alone."""

from __future__ import annotations

from collections import defaultdict
from math import floor
from typing import TYPE_CHECKING

from warehouse.release.tables.bands import MIN_VALUES
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.coding import Value
from warehouse.release.tables.publication_lines import BREADTH
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from datetime import date

    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.rules.use import Use
    from warehouse.release.tables.cells import Row
    from warehouse.release.tables.release import State

_TENTH, _HALF = 0.1, 0.5


def cut_breadth(context: ReleaseContext, use: Use) -> list[Row]:
    """Cut the rows of `breadth_month` within the people whom the released use proves to be active."""
    tools: dict[date, set[str]] = defaultdict(set)
    for tool, month in context.store.rows(
        "select distinct tool, month from mart.use_month where state <> 'none'"
    ):
        tools[month].add(tool)
    rows: list[Row] = []
    for month, active, used, state in context.store.rows(
        "select month, sum(active_staff)::bigint, sum(tools_used)::bigint, max(state) "
        "from mart.breadth_month group by month order by month"
    ):
        if not context.frozen.is_frozen(BREADTH.name, month):
            counts = (active or 0, used or 0)
            cell = _breadth(context, use, month, counts, tools[month], state)
            rows.append({"section": TOWN, "month": month, **cell})
    return rows


def _breadth(
    context: ReleaseContext,
    use: Use,
    month: date,
    counts: tuple[int, int],
    tools: set[str],
    state: State,
) -> Row:
    """Return the cell of one month.

    Args:
        context: what the rule reads.
        use: the released use, which proves people active.
        month: the month.
        counts: active people, and the sum of tools that each of them used.
        tools: the tools that are measured in the month.
        state: the month's state.
    """
    if state == "none" or len(tools) < 2:  # noqa: PLR2004 - of one tool everyone uses one
        return absent(n=None, state=state)
    if why := context.not_yet(BREADTH.name, month):
        return withhold(why, n=None, state=state)
    active, used = counts
    # At least this many people were active; one step must amount to three (person, tool) pairs among them.
    proved = max((use.of(tool, month).people for tool in tools), default=0)
    step = next((one for one in (_TENTH, _HALF) if one * proved >= MIN_VALUES), None)
    # At the ends, everyone would be known to use one tool, or all of them.
    lowest, highest = 1 + 2 * (step or 0), len(tools) - 2 * (step or 0)
    if step is None or not active or highest - lowest < step:
        return withhold("few_values", n=None, state=state)
    value = round(step * floor(used / active / step + 0.5), 1)
    if value < lowest:
        cell = Value(1, lowest, "below", "tenths")
    elif value > highest:
        cell = Value(highest, len(tools), "above", "tenths")
    else:
        # A value of 2.5 means ± 0.05 in tenths and ± 0.25 in halves, so the coding has to tell them apart.
        cell = Value(value, value, "about" if step == _HALF else "exact", "tenths")
    return show(cell, n=None, state=state)
