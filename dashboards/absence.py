"""Why a series shows no value: told from its newest month that has a reason, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.cells import Cell, Series

GAP = "gap"
"""Days are missing: nothing is hidden, and nothing was counted as 0."""
NONE = "none"
"""There is no record yet, or its month is not over."""


def without_half(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a pair's row as it is, or as missing where one side alone is known.

    Its share would take the side that was never read for 0.
    """
    if row["shown"] is None or (row.get("digital") is None) == (row.get("paper") is None):
        return row
    return {**row, "shown": None, "low": None, "high": None, "state": "incomplete"}


def last_untold(series: Series) -> Cell | None:
    """Return the newest whole month that is withheld or has missing days, None where there is none."""
    found = (cell for cell in series if cell.low is None and not cell.is_running)
    return next(
        (cell for cell in reversed(list(found)) if cell.withheld or cell.state == "incomplete"),
        None,
    )


def why_none(series: Series) -> str:
    """Return why a series without any value has none: a reason of the release, `GAP` or `NONE`."""
    cell = last_untold(series)
    if cell is None:
        return NONE
    return cell.withheld or GAP
