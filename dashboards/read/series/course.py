"""Minimum length of a record: from three months on a series is drawn, from twelve on a year is compared.

The one place that decides both, for pages and newsletter; a series is young by itself, also in a town that is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.read.differences import a_year_before
from dashboards.read.series.cell import Cell
from dashboards.read.series.cells import newest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words

ENOUGH = 3
"""Months with a value that make a course: one or two dots in a wide plane show nothing."""


def has_course(series: Iterable[Cell]) -> bool:
    """Tell whether a series has enough months with a value to be drawn over time."""
    return sum(cell.low is not None for cell in series) >= ENOUGH


def with_course(series: Series) -> Series:
    """Return the series as a picture may show it: all of it, or months without a value where it has no course."""
    return series if has_course(series) else tuple(Cell(cell.month) for cell in series)


def drawn_later(words: Words, names: Iterable[str] = ()) -> str:
    """Return that a picture comes with the third month; of these alone where names are given."""
    of = words.listed(names)
    if of:
        return words.following(
            words.gettext(
                "Drawn once there are {months} months of records: {names}.", months=ENOUGH, names=of
            )
        )
    return words.following(
        words.gettext("Drawn once there are {months} months of records.", months=ENOUGH)
    )


def had_begun(series: Iterable[Cell], month: date) -> bool:
    """Tell whether the record had begun by a month: only then is it a word worth that the month has none."""
    return any(cell.month <= month and cell.state != "none" for cell in series)


def has_lived_a_year(series: Series) -> bool:
    """Tell whether the newest value lies a year or more behind the beginning of its record."""
    cell = newest(series)
    return cell is not None and had_begun(series, a_year_before(cell.month))
