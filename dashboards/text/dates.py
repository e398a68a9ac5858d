"""Writes months, days and fiscal years in a language; names, order and calendar come from its catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text.catalogue import Catalogue, pgettext_noop
from warehouse.months import fiscal_year_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_REIWA_BEFORE = 2018
"""Offset of Reiwa years: Reiwa 1 is 2019, and fiscal Reiwa 1 is the year that began in April 2019."""
_FIRST_REIWA_MONTH = (2019, 5)
_LETTER = 8.0
"""Width in pixels of a letter on an axis, with the space around it."""
_MONTHS = (
    pgettext_noop("month", "Jan"),
    pgettext_noop("month", "Feb"),
    pgettext_noop("month", "Mar"),
    pgettext_noop("month", "Apr"),
    pgettext_noop("month", "May"),
    pgettext_noop("month", "Jun"),
    pgettext_noop("month", "Jul"),
    pgettext_noop("month", "Aug"),
    pgettext_noop("month", "Sep"),
    pgettext_noop("month", "Oct"),
    pgettext_noop("month", "Nov"),
    pgettext_noop("month", "Dec"),
)


class Dates(Catalogue):
    """Dates in one language."""

    def __init__(self, language: str, fiscal_year_start: int = 4) -> None:
        """`fiscal_year_start` is the month in which the fiscal year begins."""
        super().__init__(language)
        self.fiscal_year_start = fiscal_year_start
        # Translators: "Gregorian", or "Reiwa" for a language that counts years by the Japanese era.
        self._is_reiwa = self.pgettext("calendar", "Gregorian") == "Reiwa"

    def fiscal_year(self, day: date, *, short: bool = False) -> str:
        """Return 令和7年度 (short: R7) or FY2025 (short: FY25)."""
        year = fiscal_year_of(day, self.fiscal_year_start)
        if not self._is_reiwa:
            if short:
                return self.pgettext("short fiscal year", "FY{year:02d}", year=year % 100)
            return self.gettext("FY{year}", year=year)
        reiwa = year - _REIWA_BEFORE
        if reiwa < 1:
            return f"{year}" if short else self.gettext("FY{year}", year=year)
        if short:
            return f"R{reiwa}"
        if reiwa == 1:
            return self.gettext("fiscal Reiwa 1")
        return self.gettext("fiscal Reiwa {year}", year=reiwa)

    def month(self, day: date, *, short: bool = False) -> str:
        """Return 令和8年3月 (short: R8.3) or Mar 2026 (short: 2026-03)."""
        is_reiwa = self._is_reiwa and (day.year, day.month) >= _FIRST_REIWA_MONTH
        if short:
            if is_reiwa:
                return f"R{day.year - _REIWA_BEFORE}.{day.month}"
            return self.pgettext(
                "short month", "{year}-{month:02d}", year=day.year, month=day.month
            )
        year = self._reiwa_year(day.year) if is_reiwa else self._year(day.year)
        return self.gettext("{month} {year}", month=self._month_name(day), year=year)

    def day(self, day: date) -> str:
        """Return 令和8年3月31日 or 31 Mar 2026."""
        return self.pgettext("date", "{day} {month}", day=day.day, month=self.month(day))

    def day_of_year(self, day: date) -> str:
        """Return 3月31日 or 31 Mar."""
        return self.pgettext("date", "{day} {month}", day=day.day, month=self._month_name(day))

    def month_letter(self, day: date) -> str:
        """Return the month as it stands on an axis of twelve: 3月 or M."""
        # Translators: how many letters of a month's name stand at a narrow axis; 0 for the whole name.
        letters = int(self.pgettext("letters of a month", "1"))
        return self._month_name(day)[: letters or None]

    def axis_labels(
        self, months: Sequence[date], *, short: bool, width: float = 0
    ) -> dict[int, str]:
        """Return the fiscal years' names by the position of the month at which each label stands.

        The first year is left out if the second begins too soon for both: within four months (two if short), or
        within the width of its name on an axis `width` pixels wide.
        """
        labels = {
            at: self.fiscal_year(month, short=short)
            for at, month in enumerate(months)
            if at == 0 or month.month == self.fiscal_year_start
        }
        if not labels:
            return labels
        starts = sorted(labels)
        room = 2.0 if short else 4.0
        if width:
            room = max(room, len(labels[0]) * _LETTER * len(months) / width)
        if len(starts) > 1 and starts[1] < room:
            del labels[0]
        if len(months) - max(labels) < room and len(labels) > 1:
            labels[max(labels)] = ""
        return labels

    def _month_name(self, day: date) -> str:
        return self.pgettext("month", _MONTHS[day.month - 1])

    def _year(self, year: int) -> str:
        return self.pgettext("year", "{year}", year=year)

    def _reiwa_year(self, year: int) -> str:
        reiwa = year - _REIWA_BEFORE
        return self.gettext("Reiwa 1") if reiwa == 1 else self.gettext("Reiwa {year}", year=reiwa)
