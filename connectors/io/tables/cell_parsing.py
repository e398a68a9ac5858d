"""Parses the cells of tables that town staff fill in: text, days, months, numbers. Parsing is strict, never a guess.

Each parser returns None for an empty cell and raises `ValueError` for anything that it cannot read with certainty. The
error's `Message` says which form is readable; for an ambiguous date it names both readings. It never repeats other
content of the cell.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from connectors.contract.messages import Message

_ERAS = {
    **dict.fromkeys(("令和", "令", "r"), 2018),
    **dict.fromkeys(("平成", "平", "h"), 1988),
    **dict.fromkeys(("昭和", "昭", "s"), 1925),
    **dict.fromkeys(("大正", "大", "t"), 1911),
}
_ERA = "|".join(_ERAS)
_DAY = re.compile(
    rf"(?P<era>{_ERA})?(?P<year>元|\d{{1,4}})(?:年|[-/.])(?P<month>\d{{1,2}})(?:月|[-/.])(?P<day>\d{{1,2}})日?"
    r"(?: 00:00:00|\([月火水木金土日]\))?"
)
_MONTH = re.compile(
    rf"(?P<era>{_ERA})?(?P<year>元|\d{{1,4}})(?:年|[-/.])(?P<month>\d{{1,2}})(?:月分?)?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})?")
_YEAR_LAST = re.compile(r"(?P<one>\d{1,2})[-/.](?P<other>\d{1,2})[-/.](?P<year>\d{4})")
_TENTH = re.compile(r"(?P<year>\d{4})\.1")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_SERIAL_DAYS = range(20_000, 80_000)
"""Serial numbers that a spreadsheet may use for a date: the years 1954 to 2119."""
_NO_END = re.compile(r"(?P<year>\d{4})[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?(?: 00:00:00)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_MONTHS = 12
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_TOTAL = re.compile(r".*(合計|総計|小計|累計)|.*[0-9]月計|年度?計|計|(grand|sub)?-?totals?:?")
LONGEST = 10_000
"""Maximum characters of a cell that people fill in."""


def words_of(cell: object) -> str | None:
    """Return the cell's text trimmed but not normalised: for names and titles, where ㈱ must stay ㈱."""
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    if len(text) > LONGEST:
        raise ValueError(Message("too long"))
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in text):
        raise ValueError(Message("holds a character that cannot be read"))
    return text or None


def text_of(cell: object) -> str | None:
    """Return the cell's text for comparison: NFKC (full-width digits become ASCII), trimmed, 12.0 as `12`."""
    words = words_of(cell)
    return unicodedata.normalize("NFKC", words).strip() or None if words else None


def day_in(cell: object) -> date | None:
    """Return the day in a cell: 2025-04-01, 2025/4/1, 2025年4月1日, 令和7年4月1日, R7.4.1 or a date in Excel.

    Raises:
        ValueError: the cell holds no date, or can be read as two dates.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if text is None:
        return None
    found = _DAY.fullmatch(text.casefold()) or _COMPACT.fullmatch(text)
    if not found or not found["day"]:
        _refuse_two_readings(text)
        raise ValueError(Message("no date (as 2025-04-01)"))
    return _date(found, int(found["day"]))


def last_day_in(cell: object) -> date | None:
    """Return the last day in a cell; None also for the far-future days that programs write: 9999-12-31, 2999/12/31."""
    text = cell.isoformat()[:10] if isinstance(cell, date) else text_of(cell) or ""
    far = _NO_END.fullmatch(text)
    if far and (int(far["year"]) > _LAST_YEAR or not int(far["year"])):
        return None
    return day_in(cell)


def month_in(cell: object) -> date | None:
    """Return the first day of the month in a cell: 2025-04, 2025年4月, 令和7年4月, 202504 or a date in Excel.

    Raises:
        ValueError: the cell holds no month, or can be read as two months.
    """
    if isinstance(cell, date):
        return date(cell.year, cell.month, 1)
    text = text_of(cell)
    if text is None:
        return None
    if tenth := _TENTH.fullmatch(text):
        # A number loses its trailing zero: in a cell of format General 2025.10 becomes 2025.1.
        year = tenth["year"]
        raise ValueError(
            Message(
                "January or October of {year}: write {january} or {october}",
                year=year,
                january=f"{year}-01",
                october=f"{year}-10",
            )
        )
    folded = text.casefold()
    found = _DAY.fullmatch(folded) or _MONTH.fullmatch(folded) or _COMPACT.fullmatch(text)
    if not found:
        _refuse_two_readings(text)
        raise ValueError(Message("no month (as 2025-04)"))
    return _date(found, 1)


def _refuse_two_readings(text: str) -> None:
    """Raise `ValueError` with both readings if a text can be read as two dates."""
    found = _YEAR_LAST.fullmatch(text)
    # 13/04 has one reading only: the caller reports it as an unknown form.
    if found and max(int(found["one"]), int(found["other"])) <= _MONTHS:
        year, one, other = found["year"], int(found["one"]), int(found["other"])
        raise ValueError(
            Message(
                "month {one} day {other}, or month {other} day {one}, of {year}: write it as {year}-04-05",
                year=year,
                one=one,
                other=other,
            )
        )
    if _SERIAL.fullmatch(text) and int(float(text)) in _SERIAL_DAYS:
        days = timedelta(days=int(float(text)))
        since_1900, since_1904 = date(1899, 12, 30) + days, date(1904, 1, 1) + days
        raise ValueError(
            Message(
                "a day's serial number, which may be {one} or {other}: format the cell as a date",
                one=since_1900,
                other=since_1904,
            )
        )


def _date(found: re.Match[str], day: int) -> date:
    groups = found.groupdict()
    era = groups.get("era")
    year = 1 if groups["year"] == "元" else int(groups["year"])
    if groups["year"] == "元" and not era:
        raise ValueError(Message("no era (as 令和元年)"))
    full_year = year + _ERAS[era] if era else year
    if not era and year < 100:  # noqa: PLR2004 - two digits of a year
        raise ValueError(
            Message(
                "the year has neither four digits nor an era: it may be {year} or 令和{era}年",
                year=2000 + year,
                era=year,
            )
        )
    if not _FIRST_YEAR <= full_year <= _LAST_YEAR:
        raise ValueError(Message("write the year in four digits (as 2025)"))
    try:
        return date(full_year, int(groups["month"]), day)
    except ValueError:
        raise ValueError(Message("the calendar has no such day")) from None


def number_in(cell: object) -> Decimal | None:
    """Return the number in a cell; `1,200` and full-width digits are accepted, words are refused."""
    if isinstance(cell, bool):
        raise ValueError(Message("no number (as 1200)"))  # noqa: TRY004 - one error for one cause
    text = text_of(cell)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(Message("no number (as 1200)"))
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(Message("no number (as 1200)")) from None


def is_count(cell: object) -> bool:
    """Whether a cell holds a number and nothing else."""
    try:
        return number_in(cell) is not None
    except ValueError:
        return False


def is_total_cell(cell: object) -> bool:
    """Whether a cell marks its row as a total of other rows: 合計, 小計, 4月計, Total."""
    text = "".join(unicodedata.normalize("NFKC", str(cell)).split()).casefold()
    return _TOTAL.fullmatch(text) is not None


def count_in(cell: object) -> int | None:
    """Return the count in a cell, a whole number from 0 to below 10^12; fractions and negative numbers are refused."""
    number = number_in(cell)
    if number is None:
        return None
    if number != number.to_integral_value() or not 0 <= number < 10**12:
        raise ValueError(Message("no whole number from 0 on"))
    return int(number)


def hours_in(cell: object) -> float | None:
    """Return the hours in a cell; fractions are accepted, negative numbers are refused."""
    hours = number_in(cell)
    if hours is not None and hours < 0:
        raise ValueError(Message("less than 0"))
    return None if hours is None else float(hours)
