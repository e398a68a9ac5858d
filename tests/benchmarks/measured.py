"""One measured thing and its budget."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """`budget` None: told for comparison only."""

    what: str
    seconds: float
    budget: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it took no longer than it may."""
        return self.budget is None or self.seconds <= self.budget

    def __str__(self) -> str:
        """One line."""
        budget = "" if self.budget is None else f"  (at most {self.budget:.2f} s)"
        word = "" if self.is_kept else "  TOO SLOW"
        return f"{self.what:<66}{self.seconds:8.3f} s{budget}{word}"
