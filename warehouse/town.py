"""Holds the settings of the town: name, launch day, fiscal year, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Town:
    """The settings of the town that every page shows."""

    name: str
    launched_on: date
    """The day on which the tools were launched."""
    fiscal_year_start: int
    """The month in which the fiscal year begins: 4 for April."""
    language: str = "ja"
    """`en`, or a language with texts in dashboards/text/locale."""
