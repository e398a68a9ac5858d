"""Defines `Cell`, one released value: month, range, state, and the reason if there is no value.

A cell without a value has no number: `low`, `high` and `mid` are None, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.read.differences import bound_of_share, is_end
from warehouse.release.tables.release import NOT_YET
from warehouse.release.tables.rounding import (
    WHOLE_PER_CENT,
    Range,
    rounded_between,
)

if TYPE_CHECKING:
    from datetime import date

    from dashboards.read.noise import Cases
    from warehouse.release.tables.coding import Value


UNSERVED = "unserved"
"""Reason for a missing value that protects nobody: no source holds records of the section's people."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One released value: its band, the value shown, its state, and the reason if it is withheld."""

    month: date
    shown: Value | None = None
    """The value shown to readers; `Words.shown` renders it."""
    low: float | None = None
    high: float | None = None
    state: str = "none"
    withheld: str | None = None
    n: int | None = None
    digital: float | None = None
    paper: float | None = None
    quality: str | None = None
    known: Range | None = None
    """Range that contains the true value, as far as a reader can derive it; see `between`."""
    from_top: Range | None = None
    """Combined share of this segment and the more active ones; segments only."""
    alike_from: date | None = None
    """First month from which the group has had the same sections as in this month; None: always."""
    change: Range | None = None
    """Exact year-on-year change of a book's value, rounded once: points of a share, per cent of a count."""
    base: Cell | None = None
    """Cell of the same sections a year before, if that is not the group's own cell."""
    shown_on: date | None = None
    """Night since which the value is fixed although records arrived later; None: no late records."""
    cases: Cases | None = None
    """Number of cases behind the value; None where the release does not tell it."""
    is_share: bool = True
    """Whether the value is in per cent; counts and hours have no upper end at 100."""

    @property
    def between(self) -> Range | None:
        """Range that contains the true value; a cell without `known` is taken as rounded to whole per cents."""
        if self.known is not None or self.low is None or self.high is None:
            return self.known
        return rounded_between(self.low, self.high, WHOLE_PER_CENT)

    @property
    def is_end(self) -> bool:
        """Whether only 「以上」 or 「未満」 is known."""
        return is_end(self.low, self.high) if self.is_share else bool(self.bound)

    @property
    def is_running(self) -> bool:
        """Whether the only reason for withholding is that the month is not over."""
        return self.withheld in NOT_YET

    @property
    def mid(self) -> float | None:
        """Middle of the band, where a line is drawn; None without a value."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2

    @property
    def bound(self) -> str:
        """`up` for 「以上」 too wide to draw as a point, `down` for such a 「未満」, else ""."""
        if self.is_share:
            return bound_of_share(self.low, self.high)
        coding = self.shown.coding if self.shown is not None else "exact"
        return {"above": "up", "below": "down"}.get(coding, "")

    @property
    def drawn(self) -> float | None:
        """Position of the mark: the middle of the band, or its known bound."""
        return {"up": self.low, "down": self.high}.get(self.bound, self.mid)
