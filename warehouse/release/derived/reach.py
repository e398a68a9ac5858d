"""Whether a shown number is at its target: only as far as its rounding allows no other answer.

74.8 per cent are shown as 75: of a target of 75 they are neither above nor below for a reader who sees the
rounded number. Between the two answers stands a third, and what decides is the band that the shown number
leaves, never the hidden value.
"""

from __future__ import annotations

from typing import Literal

from warehouse.release.tables.rounding import WHOLE_PER_CENT

Reach = Literal["reached", "almost", "below"]


def reach(
    low: float | None, high: float | None, target: float | None, rounding: float = WHOLE_PER_CENT
) -> Reach | None:
    """Return where a shown band lies to a target that is to be reached from below.

    Args:
        low: the band's lower end as it is shown; the same as `high` of a single value.
        high: its upper end.
        target: what is to be reached; in the same unit.
        rounding: how far the truth may lie outside the band, because its ends are rounded.

    `almost`: within the rounding (「ほぼ同じ」). None: no target, nothing shown, or a band so wide that it
    holds the target.
    """
    if low is None or high is None or target is None:
        return None
    if low - rounding >= target:
        return "reached"
    if high + rounding <= target:
        return "below"
    return "almost" if low == high or low + rounding >= target else None


def reach_fall(
    change: float | None, target: float | None, rounding: float = WHOLE_PER_CENT
) -> Reach | None:
    """Return where a shown change lies to a target that is to be reached from above: paper is to fall."""
    if change is None or target is None:
        return None
    return reach(-change, -change, -target, rounding)


def reach_at_pace(rate: float, earlier: float, months: int, left: int, target: float) -> Reach:
    """Return where a rate arrives in `left` months if it goes on as in the `months` before.

    Both rates are shown in whole per cents, and the further the way, the more their rounding weighs.
    """
    arrives = rate + (rate - earlier) / months * left
    rounding = WHOLE_PER_CENT * (1 + 2 * left / months)
    return reach(arrives, arrives, target, rounding) or "almost"


def is_reached(found: Reach | None) -> bool | None:
    """Return yes or no; None where it is almost, or cannot be told."""
    return None if found in {None, "almost"} else found == "reached"
