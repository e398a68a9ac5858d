"""Reads the targets of any series, with how far each is, from the release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.text.words import Words
from warehouse.release.tables.rounding import Range
from warehouse.release.tables.series import SERIES

if TYPE_CHECKING:
    from datetime import date

    from warehouse.release.tables.release import Release


@dataclass(frozen=True, slots=True)
class SeriesTarget:
    """One target of a series for a fiscal year.

    Attributes:
        series: the series, as the release names it.
        section: the name of the section or of the whole town hall.
        fiscal_year: the year in which it begins.
        better: more or less.
        level: what a month is to reach; None for a change.
        change: points of shares, else per cent; None for a level.
        base_year: the fiscal year that a change is held against.
        months: the first and last month that count; None where there is none.
        known: where the level or the change lies; None where nothing is known.
        reach: reached or below; None where nothing is known or the rounding leaves both open.
    """

    series: str
    section: str
    fiscal_year: int
    better: str
    level: float | None
    change: float | None
    base_year: int | None
    months: tuple[date, date] | None
    known: Range | None
    reach: str | None

    @property
    def is_share(self) -> bool:
        """Whether the series is a share, so that its values are per cents and its changes points."""
        return self.series in SERIES and SERIES[self.series].scale == "points"


def read_series_targets(release: Release) -> tuple[SeriesTarget, ...]:
    """Return the targets of the newest fiscal year for each section and series, in the order of the settings."""
    words = Words(release.town.language)
    names = {
        row["section"]: words.group(row["section"], row["name"])
        for row in release.tables["section"].to_pylist()
    }
    newest = {}
    for row in release.tables["series_target_year"].to_pylist():
        # A year that has not begun has no month: the year before it is what is under way.
        if row["first_month"] is not None or (row["section"], row["series"]) not in newest:
            newest[row["section"], row["series"]] = row
    return tuple(
        SeriesTarget(
            row["series"],
            names.get(row["section"], row["section"]),
            row["fiscal_year"],
            row["better"],
            row["level"],
            row["change"],
            row["base_year"],
            (row["first_month"], row["last_month"]) if row["first_month"] else None,
            None if row["low"] is None else Range(row["low"], row["high"]),
            row["reach"],
        )
        for row in newest.values()
    )
