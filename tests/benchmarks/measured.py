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


@dataclass(frozen=True)
class Weighed:
    """Bytes of something, exactly, and how many they may be."""

    what: str
    bytes: int
    most: int

    @property
    def is_kept(self) -> bool:
        """Whether it is no heavier than it may be."""
        return self.bytes <= self.most

    def __str__(self) -> str:
        """One line."""
        word = "" if self.is_kept else "  TOO HEAVY"
        return f"{self.what:<66}{self.bytes:>10,} B  (at most {self.most:,} B){word}"


@dataclass(frozen=True)
class Ratio:
    """Two things measured in turn, A B A B …, so that it holds when the machine is slow."""

    what: str
    seconds: float
    beside: float
    most: float | None = None
    """The largest ratio that is still as it should be; None: told for comparison only."""

    @property
    def is_kept(self) -> bool:
        """Whether the ratio is no larger than it may be."""
        return self.most is None or self.seconds <= self.most * self.beside

    def __str__(self) -> str:
        """One line."""
        word = "" if self.is_kept else f"  MORE THAN {self.most:.0f} ×"
        return (
            f"{self.what:<66}{self.seconds / self.beside:8.2f} ×"
            f"  ({self.seconds:.3f} s ÷ {self.beside:.3f} s){word}"
        )


@dataclass(frozen=True)
class Said:
    """What stands above the lines that follow."""

    text: str
    is_kept: bool = True

    def __str__(self) -> str:
        """As it is."""
        return self.text
