"""Whether a shown number has reached its target, decided only as far as its rounding allows.

74.8 per cent is shown as 75: for a reader who sees the rounded number it is neither above nor below a target of 75. So
there is a third answer between the two. The answer depends on the range that the shown number leaves, never on the
hidden value.
"""

from __future__ import annotations

from typing import Literal

from warehouse.release.tables.rounding import WHOLE_PER_CENT

Reach = Literal["reached", "almost", "below"]


def reach(
    low: float | None, high: float | None, target: float | None, rounding: float = WHOLE_PER_CENT
) -> Reach | None:
    """Return how a shown band compares with a target that is to be reached from below.

    Args:
        low: the band's lower end as shown; equal to `high` for a single value.
        high: its upper end.
        target: the target, in the same unit.
        rounding: how far the truth may lie outside the band because its ends are rounded.

    `almost`: within the rounding (「ほぼ同じ」). None: no target, nothing shown, or a band so wide that it contains the
    target.
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
    """Return how a shown change compares with a target that is to be reached from above: paper is to fall."""
    if change is None or target is None:
        return None
    return reach(-change, -change, -target, rounding)


def reach_at_pace(rate: float, earlier: float, months: int, left: int, target: float) -> Reach:
    """Return where a rate arrives in `left` months if it continues as in the past `months`.

    Both rates are shown in whole per cents; their rounding weighs more the further the extrapolation reaches.

    Args:
        rate: the newest rate, per cent.
        earlier: the rate `months` before, per cent.
        months: months between the two rates.
        left: months until the target is due.
        target: the target, per cent.
    """
    arrives = rate + (rate - earlier) / months * left
    rounding = WHOLE_PER_CENT * (1 + 2 * left / months)
    return reach(arrives, arrives, target, rounding) or "almost"


def is_reached(found: Reach | None) -> bool | None:
    """Return yes or no; None for `almost`, or where there is no answer."""
    return None if found in {None, "almost"} else found == "reached"
