"""One cell of a release table: shown, withheld with a reason, or absent (so far).

A withheld cell is null with a reason; it is never 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from warehouse.release.tables.release import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from warehouse.release.tables.coding import Value
    from warehouse.release.tables.release import State

Reason = Literal[
    "small_group",
    "no_break_down",
    "dominance",
    "protects_other",
    "running_month",
    "waiting",
    "settling",
    "unpublished",
    "too_few_days",
    "few_values",
    "gate",
    "sheets_unknown",
    "few_meetings",
    "few_printers",
    "unserved",
]
"""Why a value is withheld; warehouse/release/DISCLOSURE.md explains each word."""

RULES: Mapping[str, tuple[int, ...]] = {
    "small_group": (1,),
    "no_break_down": (1,),
    "too_few_days": (2,),
    "few_values": (3,),
    "dominance": (4,),
    "protects_other": (3, 4),
    "sheets_unknown": (),
    "few_meetings": (4,),
    "few_printers": (4,),
    "running_month": (6,),
    "waiting": (8,),
    "settling": (8,),
    "unpublished": (7,),
    "unserved": (1, 6),
    "gate": (7,),
}
"""Reason → the numbers of the rules behind it; empty where the records themselves lack the value."""

Row = dict[str, object]


def show(value: Value, *, n: int | None, state: State) -> Row:
    """Return the columns of a shown cell."""
    return {
        "n": n,
        "coding": value.coding,
        "low": float(value.low),
        "high": float(value.high),
        "state": state,
        "withheld_because": None,
    }


def withhold(reason: Reason, *, n: int | None, state: State) -> Row:
    """Return the columns of a cell whose value exists but may not be shown."""
    return {**absent(n=n, state=state), "withheld_because": reason}


def absent(*, n: int | None, state: State) -> Row:
    """Return the columns of a cell without data (「まだない」)."""
    return {
        "n": n,
        "coding": None,
        "low": None,
        "high": None,
        "state": state,
        "withheld_because": None,
    }


def worst(states: Iterable[State]) -> State:
    """Return the state of a number that is made of several; `none` only if all of them are."""
    found = set(states)
    return next((state for state in reversed(STATES) if state in found), "none")
