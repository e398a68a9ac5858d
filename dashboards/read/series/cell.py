"""One released value: month, range, state, and the reason where there is none."""

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

    from warehouse.release.tables.coding import Value


UNSERVED = "unserved"
"""The reason that hides nobody: no source holds records of the people."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One released value: its band, what a reader sees, its state and why it is withheld if so."""

    month: date
    shown: Value | None = None
    """What a reader sees, as a value: `Words.shown` renders it."""
    low: float | None = None
    high: float | None = None
    state: str = "none"
    withheld: str | None = None
    n: int | None = None
    digital: float | None = None
    paper: float | None = None
    quality: str | None = None
    known: Range | None = None
    """Between which values the truth lies, as a reader works it out; see `between`."""
    from_top: Range | None = None
    """Of a segment: the shares of it and the more active ones together."""
    alike_from: date | None = None
    """The first month since which its group has the sections of this month; None: it always had."""
    change: Range | None = None
    """Of books the exact change against `year_before`, rounded once: points of a share, per cent of a count."""
    base: Cell | None = None
    """The same month of the year before of the same sections, where that is not the group's own cell."""
    shown_on: date | None = None
    """The night since which it stands though records came afterwards; None: none came."""
    is_share: bool = True
    """Whether it is in per cent; a count or a number of hours has no upper end at 100."""

    @property
    def between(self) -> Range | None:
        """Between which values the truth lies; a made-up cell is taken for one in whole per cents."""
        if self.known is not None or self.low is None or self.high is None:
            return self.known
        return rounded_between(self.low, self.high, WHOLE_PER_CENT)

    @property
    def is_end(self) -> bool:
        """Whether only 「以上」 or 「未満」 is known."""
        return is_end(self.low, self.high) if self.is_share else bool(self.bound)

    @property
    def is_running(self) -> bool:
        """Whether it is only withheld because its month is not over."""
        return self.withheld in NOT_YET

    @property
    def mid(self) -> float | None:
        """The middle of the band, where a line is drawn; None where there is nothing to draw."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2

    @property
    def bound(self) -> str:
        """Return up for what is only known to be 「以上」 and too wide for a point, down for 「未満」, else nothing."""
        if self.is_share:
            return bound_of_share(self.low, self.high)
        coding = self.shown.coding if self.shown is not None else "exact"
        return {"above": "up", "below": "down"}.get(coding, "")

    @property
    def drawn(self) -> float | None:
        """Where its mark stands: at the middle of its band, or at the bound that is known of it."""
        return {"up": self.low, "down": self.high}.get(self.bound, self.mid)
