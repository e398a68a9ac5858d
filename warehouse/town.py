"""What the settings say of the town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Town:
    """What the settings say of the town and every page repeats."""

    name: str
    launched_on: date
    fiscal_year_start: int
    """The month in which the fiscal year begins: 4 for April."""
    language: str = "ja"
    """English (en), or a language whose texts lie in dashboards/text/locale."""
