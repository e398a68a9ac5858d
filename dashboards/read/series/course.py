"""Minimum length of a record: a series is drawn from three months on, and compared by year from twelve on.

Pages and newsletter take both limits from here. Each series is judged by its own record, not by the town's.
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
"""Minimum number of months with a value for a picture over time: one or two dots show no course."""


def has_course(series: Iterable[Cell]) -> bool:
    """Tell whether a series has enough months with a value to be drawn over time."""
    return sum(cell.low is not None for cell in series) >= ENOUGH


def with_course(series: Series) -> Series:
    """Return the series for drawing: unchanged, or months without a value if it is too short."""
    return series if has_course(series) else tuple(Cell(cell.month) for cell in series)


def drawn_later(words: Words, names: Iterable[str] = ()) -> str:
    """Return the note that a picture comes with the third month; `names` limits it to these."""
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
    """Tell whether the record had begun by `month`; only then is a month without a value worth mentioning."""
    return any(cell.month <= month and cell.state != "none" for cell in series)


def has_lived_a_year(series: Series) -> bool:
    """Tell whether the record began at least a year before its newest value."""
    cell = newest(series)
    return cell is not None and had_begun(series, a_year_before(cell.month))
