"""Make published and withheld cells of a synthetic release."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.release.tables.coding import Coding

Row = dict[str, object]


FACTORS = (
    ("yen", 1.75, "沖縄県の試算(1枚1.75円)"),
    ("kilograms", 0.004, "A4 64 g/m² の重さ"),
    ("co2_kilograms", 0.006, "製造から廃棄まで1枚5〜8 gとされる幅の中ほど"),
    ("trees", 1 / 8_333, "PaperCut の換算(1本8,333枚)"),
)


def seen(
    coding: Coding, low: float, high: float, state: str = "final", n: int | None = None
) -> Row:
    """Return a published cell.

    Args:
        coding: how the value is coded.
        low: the lower end of the published range.
        high: the upper end of the published range.
        state: final, provisional, incomplete or none.
        n: people in the group, if known.
    """
    cell: Row = {"n": n, "coding": coding, "low": float(low), "high": float(high)}
    return cell | {"state": state, "withheld_because": None}


def unseen(reason: str | None, state: str = "final", n: int | None = None) -> Row:
    """Return a withheld cell, or without a reason one that has no value yet."""
    cell: Row = {"n": n, "coding": None, "low": None, "high": None}
    return cell | {"state": state, "withheld_because": reason}
