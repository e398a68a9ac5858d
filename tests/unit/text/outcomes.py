"""Build the outcomes that sentences are made from: pace, fits, years."""

from __future__ import annotations

from datetime import date

from dashboards.read.outcomes import Pace, ReleasedFit, Year
from dashboards.text.words import Words
from tests.releases import month_list

JA, EN = Words("ja"), Words("en")
MONTHS = month_list(date(2025, 1, 1), 14)
AS_OF = date(2026, 2, 27)


def pace(**changed: object) -> Pace:
    """Six points short, five months left, too slow; or as changed."""
    usual: dict[str, object] = {
        "month": MONTHS[-1],
        "target": 80.0,
        "distance": -6.0,
        "reach": "below",
        "months_left": 5,
        "pace": 0.4,
        "pace_needed": 1.2,
        "is_on_pace": False,
    }
    return Pace(**(usual | changed))  # type: ignore[arg-type]


def fit(
    first: date | None = None,
    last: date | None = None,
    reached: date | None = None,
    why: str | None = None,
) -> ReleasedFit:
    """Months in which it may come, the month on record, or why there is neither."""
    return ReleasedFit(why, reached, first, last)


MARCH, JANUARY = date(2026, 3, 1), date(2027, 1, 1)


def year(**changed: object) -> Year:
    """Seven months of fiscal 2025, a fifth less than in the base year; or as changed."""
    usual: dict[str, object] = dict.fromkeys(("yen", "kilograms", "co2_kilograms", "trees"))
    usual |= {
        "fiscal_year": 2025,
        "months": 7,
        "sheets": 8000.0,
        "base_year": 2024,
        "base_sheets": 10000.0,
        "change": -20.0,
        "target": -30.0,
        "state": "final",
    }
    return Year(**(usual | changed))  # type: ignore[arg-type]
