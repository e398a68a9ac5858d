"""Which target is in force for a section, a tool and a month: the only place that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.months import fiscal_year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


class TargetsInForce:
    """The targets of the settings, per cent of person-days with a use, by section, tool and fiscal year."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], fiscal_year_start: int) -> None:
        """Index the rows of `target`; `fiscal_year_start` is the month in which the fiscal year begins."""
        self._targets = {
            (row["section"], row["tool"], row["fiscal_year"]): float(row["per_cent"])
            for row in rows
        }
        self._fiscal_year_start = fiscal_year_start

    def __bool__(self) -> bool:
        """Whether the settings name any target."""
        return bool(self._targets)

    def target(self, section: str, tool: str, month: date) -> float | None:
        """Return the section's own target, otherwise the one for every section; None in a year without either."""
        year = fiscal_year_of(month, self._fiscal_year_start)
        own = self._targets.get((section, tool, year))
        return own if own is not None else self._targets.get((None, tool, year))
