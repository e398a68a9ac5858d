"""Works out further release tables from released values alone, so that they give nothing more away.

Each function takes the tables as a reader sees them, and `Terms`: what the settings and the calendar say.
A value that cannot be worked out because something is withheld is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.derived.actions import cadence, hours_month
from warehouse.derived.alerts import alert
from warehouse.derived.books import book_change
from warehouse.derived.curves import curve_fit
from warehouse.derived.effects import effect
from warehouse.derived.paper import paper_difference_month, paper_year
from warehouse.derived.replacing import replacement_month
from warehouse.derived.standing import milestone, normal_month, target_month
from warehouse.release import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

    from warehouse.derived.seen import Row, Seen
    from warehouse.derived.terms import Terms

_DERIVED: Mapping[str, Callable[[Seen, Terms], list[Row]]] = {
    "milestone": milestone,
    "normal_month": normal_month,
    "target_month": target_month,
    "curve_fit": curve_fit,
    "replacement_month": replacement_month,
    "effect": effect,
    "alert": alert,
    "paper_difference_month": paper_difference_month,
    "paper_year": paper_year,
    "book_change": book_change,
    "cadence": cadence,
    "hours_month": hours_month,
}


def derive(seen: Seen, terms: Terms) -> dict[str, pa.Table]:
    """Return the derived tables of a release."""
    return {name: table_of(name, make(seen, terms)) for name, make in _DERIVED.items()}
